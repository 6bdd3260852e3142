"""`jiazong contract load`, `jiazong contract progress`, `jiazong contract figures`."""
import json
from datetime import date
from pathlib import Path

import click

from jiazong.run.cli.ground import DAY, FILE, Group, Sentence, answer, house, read_text, say


@click.group(cls=Group)
def contract() -> None:
    """合同：载入、看进度、载入行业数。"""


@contract.command()
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def load(file: Path, as_json: bool) -> None:
    """载入一份合同文件（JSON）；里面写到而系统里没有的机构、中心、购买方、人员一并建好，重复载入不起变化。"""
    try:
        said = json.loads(read_text(file))
    except ValueError as fault:
        raise Sentence(f"{file} 不是合法的 JSON：第 {getattr(fault, 'lineno', '?')} 行附近有误，请核对。") from None
    with house():
        from jiazong.commission.contracts import actions, rules, wording

        try:
            loaded = actions.load_contract(rules.read_contract(said), by=None)
        except rules.BadContract as fault:
            raise Sentence(f"{file} 的 {fault.where}：{wording.what_said(fault.what)}。") from None
        found = loaded.contract
        document = {
            "code": found.code, "created": loaded.is_new, "changes": loaded.changes,
            "centre": found.centre_id, "agency": found.agency_id, "purchaser": found.purchaser_id,
        }  # fmt: skip
    if as_json:
        answer(document)
    else:
        what = "已载入" if loaded.is_new else f"已更新 {len(loaded.changes)} 处" if loaded.changes else "与系统里的一致，没有变化"
        say(f"合同 {found.code} {what}。")


@contract.command()
@click.argument("code")
@click.option("--as-of", type=DAY, default=None, help="看哪一天的进度（含当天），默认今天。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def progress(code: str, as_of: date | None, as_json: bool) -> None:
    """看一份合同到某一天的进度：工时、每项指标、还需多快、照这样能到多少。"""
    with house():
        from django.utils import timezone

        from jiazong.ledger.hours import queries
        from jiazong.run.cli import words

        found = find_contract(code)
        standing = queries.progress_of(found, as_of=as_of or timezone.localdate())
        document = words.progress_document(standing)
        lines = words.progress_lines(standing)
    if as_json:
        answer(document)
    else:
        click.echo("\n".join(lines))


def find_contract(code: str):
    """The contract with this code, or a sentence naming the ones there are."""
    from jiazong.commission.contracts.models import Contract

    found = Contract.objects.select_related("centre", "agency", "purchaser").filter(pk=code).first()
    if found is None:
        known = "、".join(Contract.objects.order_by("pk").values_list("pk", flat=True)[:5])
        hint = f"现有：{known}" if known else "还没有任何合同，请先 jiazong contract load 文件.json"
        raise Sentence(f"没有编号为 {code} 的合同；{hint}。")
    return found


FIGURE_FAULTS = {
    "columns": "第一行要有这些列：{said}", "empty": "里面没有一行数", "region": "地区“{said}”要写区划代码的数字，或留空",
    "name": "不认得的名称或单位“{said}”", "first_day": "起用日“{said}”要写成 2025-01-31", "value": "数值“{said}”要是整数，比例不超过 100",
    "confidence": "可信程度“{said}”要写 H、M 或 L", "source": "缺出处",
}  # fmt: skip


@contract.command()
@click.argument("file", type=FILE)
def figures(file: Path) -> None:
    """载入一个地区的行业数（CSV）：人员经费占比、补充采购、分期比例等；同地区、同名、同日的改用新的。"""
    text = read_text(file)
    with house():
        from jiazong.commission.lifecycle import actions
        from jiazong.commission.lifecycle.rules.figures import BadFigures, read_figures

        try:
            count = actions.load_figures(read_figures(text), by=None)
        except BadFigures as fault:
            where = f"第 {fault.line} 行" if fault.line else "里面"
            raise Sentence(f"{file} {where}读不了：{FIGURE_FAULTS[fault.what].format(said=fault.said)}。") from None
    say(f"已载入 {count} 个数。")
