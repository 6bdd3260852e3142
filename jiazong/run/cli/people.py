"""`jiazong people`: a book of people into a centre's register; who stands in it twice."""
from pathlib import Path
from typing import Any

import click

from jiazong.run.cli.ground import FILE, Group, Sentence, answer, house, progress, read_bytes, say

SHOWN = 20


@click.group(cls=Group)
def people() -> None:
    """居民：导入名册，找出可能重复的人。"""


@people.command("import")
@click.argument("file", type=FILE)
@click.option("--centre", "code", required=True, help="中心代码。")
@click.option("--dry-run", is_flag=True, help="只读只核对，一行也不写。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def import_people(file: Path, code: str, dry_run: bool, as_json: bool) -> None:
    """导入居民名册（.xlsx、.xls、.csv）：能收的都收，不能收的逐行说明；同一份再导一次不起变化。"""
    content = read_bytes(file)
    with house():
        from django.utils import timezone
        from django.utils.translation import gettext

        from jiazong.ground.sheets.refusals import WorkbookRefused
        from jiazong.people.residents.actions import importing
        from jiazong.run.cli.people_words import imported_document

        centre = _find_centre(code)
        try:
            with progress("读取") as advance:
                found = importing.import_people(
                    centre, content=content, name=file.name, by=None, today=timezone.localdate(), dry_run=dry_run, on_progress=advance
                )
        except WorkbookRefused as fault:
            raise Sentence(f"{file} 没有导入：{gettext(fault.sentence) % fault.params}") from None
        except importing.NobodyFound:
            raise Sentence(f"{file} 没有导入：{gettext(importing.NOBODY_FOUND)}") from None
        document = imported_document(found, centre.pk, file.name, dry_run=dry_run)
    if as_json:
        answer(document)
    else:
        _tell(document)


@people.command()
@click.option("--centre", "code", required=True, help="中心代码。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def duplicates(code: str, as_json: bool) -> None:
    """找出一个中心里可能是同一个人的每一对：像到什么程度、凭什么；什么也不改。"""
    with house():
        from jiazong.people.residents.queries import duplicates as queries
        from jiazong.run.cli.people_words import pairs_document

        document = pairs_document(queries.find(_find_centre(code)))
    if as_json:
        answer(document)
        return
    say(f"{len(document['pairs']):,} 对可能是同一个人。")
    for pair in document["pairs"][:SHOWN]:
        a, b = pair["a"], pair["b"]
        click.echo(f"  {pair['score']:.0%}  {a['outside_number'] or '—'} {a['name']} | {b['outside_number'] or '—'} {b['name']}：{pair['reason']}")
    if len(document["pairs"]) > SHOWN:
        click.echo(f"  ……还有 {len(document['pairs']) - SHOWN:,} 对，加 --json 看全部。")


def _find_centre(code: str) -> Any:
    from jiazong.people.places.models import Centre

    centre = Centre.objects.filter(pk=code).first()
    if centre is None:
        raise Sentence(f"没有代码为 {code} 的中心，请核对。")
    return centre


def _tell(document: dict[str, Any]) -> None:
    verb = "可以收" if document["dry_run"] else "已收"
    say(
        f"读出 {document['rows']:,} 人：{verb} {document['accepted']:,} 人（新 {document['new']:,}，改 {document['changed']:,}，"
        f"不变 {document['unchanged']:,}），{document['households']:,} 户；不能收 {len(document['refused']):,} 行。"
    )
    for one in document["refused"][:SHOWN]:
        click.echo(f"  {one['sheet']} 第 {one['line']} 行 {one['column']}：{one['reason']}{one['what_to_do']}")
    if len(document["refused"]) > SHOWN:
        click.echo(f"  ……还有 {len(document['refused']) - SHOWN:,} 行，加 --json 看全部。")
    if document["noted"]:
        click.echo(f"  {len(document['noted']):,} 行收了但请核对（如出生日期与身份证号不一致，以证件为准），加 --json 看是哪几行。")
    if document["hints"]:
        click.echo(f"  {len(document['hints']):,} 处可能是同一个人，加 --json 看是谁。")
    for word, times in document["unknown_tags"].items():
        click.echo(f"  类别“{word}”（{times:,} 次）不认得，没有记。")
