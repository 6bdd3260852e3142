"""`jiazong import records`: a service ledger as the centre keeps it, into the contract's own."""
from pathlib import Path
from typing import Any

import click

from jiazong.run.cli.contracts import find_contract
from jiazong.run.cli.ground import FILE, Group, Sentence, answer, house, progress, read_bytes, say


@click.group("import", cls=Group)
def import_group() -> None:
    """导入：把原来的台账读进来。"""


@import_group.command()
@click.argument("file", type=FILE)
@click.option("--contract", "code", required=True, help="合同编号。")
@click.option("--dry-run", is_flag=True, help="只读只核对，一行也不写。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def records(file: Path, code: str, dry_run: bool, as_json: bool) -> None:
    """导入服务台账（.xlsx、.xls、.csv）；能收的整批入账，不能收的逐行说明原因。"""
    content = read_bytes(file)
    with house():
        from django.utils.translation import gettext

        from jiazong.ground.sheets.refusals import WorkbookRefused
        from jiazong.ledger.books import actions, queries, wording

        contract = find_contract(code)
        book = actions.hand_in(contract, name=file.name, content=content, by=None)
        try:
            with progress("读取") as advance:
                actions.read_book(book, on_progress=advance)
                if not dry_run:
                    book = actions.post_book(book, by=None)
            document = queries.report(book, dry_run=dry_run)
        except WorkbookRefused as fault:
            raise Sentence(f"{file} 没有导入：{gettext(fault.sentence) % fault.params}") from None
        except actions.NothingUnderstood:
            raise Sentence(f"{file} 没有导入：{gettext(wording.NOTHING_UNDERSTOOD)}") from None
        except KeyboardInterrupt:
            _put_away(book)
            raise
        finally:
            if dry_run:
                actions.discard(book)
    if as_json:
        answer(document)
    else:
        _tell(document, dry_run)


def _put_away(book: Any) -> None:
    """Forget a book whose import was interrupted, unless its posting was already whole."""
    from jiazong.ledger.books import actions
    from jiazong.ledger.books.models import Book

    if found := Book.objects.defer("content").filter(pk=book.pk).exclude(state=Book.POSTED).first():
        actions.discard(found)


def _tell(document: dict[str, Any], dry_run: bool) -> None:
    verb = "可以入账" if dry_run else "已入账"
    say(
        f"读出 {document['rows']:,} 行：{verb} {document['accepted']:,} 行，原来就有 {document['already_there']:,} 行，"
        f"不能收 {document['refused']:,} 行。"
    )
    for one in document["refusals"][:20]:
        click.echo(f"  {one['sheet']} 第 {one['row']} 行 {one['column']}：{one['reason']}")
    if len(document["refusals"]) > 20:
        click.echo(f"  ……还有 {len(document['refusals']) - 20} 行，加 --json 看全部。")
