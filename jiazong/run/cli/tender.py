"""`jiazong tender check`, `jiazong tender score` and `jiazong tender seal`: from files alone, without a database."""
import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import click

from jiazong.commission.tenders.rules.reading import SHANGHAI
from jiazong.run.cli.ground import FILE, Group, Sentence, answer, import_django, read_bytes, say

RULES = click.option("--rules", "rules_file", type=FILE, default=None, help="另用一份规则集（CSV），例如别的城市的。")
WORKBOOKS = (".xlsx", ".xls")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")


@click.group(cls=Group)
def tender() -> None:
    """招标：核对一份投标是否有效、评分、算封存校验值。只看文件，不用数据库。"""


@tender.command()
@click.argument("bid", type=FILE)
@click.option("--tender", "tender_file", type=FILE, required=True, help="招标文件（JSON）。")
@RULES
@AS_JSON
def check(bid: Path, tender_file: Path, rules_file: Path | None, as_json: bool) -> None:
    """核对一份投标（JSON 或 .xlsx）：有效还是无效，每一条理由；有效时退出码 0，无效 1，文件读不了 2。"""
    from jiazong.commission.tenders.rules import checking, files, reading, telling
    from jiazong.run.cli import tender_words as words

    asked = _tender(tender_file, rules_file)
    for note in words.tender_notes(asked):
        say(note)
    try:
        offered = files.read_bid(_bid(bid))
        verdict = checking.check(asked, offered)
    except reading.BadFile as fault:
        raise Sentence(words.fault(bid, fault), code=2) from None
    for note in words.notes(asked, offered):
        say(note)
    if as_json:
        answer(telling.verdict_document(verdict))
    else:
        click.echo("\n".join(words.verdict_lines(offered, verdict)))
    sys.exit(0 if verdict.is_valid else 1)


@tender.command()
@click.argument("tender_file", metavar="TENDER", type=FILE)
@click.argument("bids", metavar="BIDS...", type=FILE, nargs=-1, required=True)
@click.option("--report", type=FILE, default=None, help="把评审报告另写到这个 .docx 或 .pdf 文件；已经有就不写。")
@RULES
@AS_JSON
def score(tender_file: Path, bids: tuple[Path, ...], report: Path | None, rules_file: Path | None, as_json: bool) -> None:
    """给一次招标（TENDER）的全部投标（BIDS）评分排序；无效的列出理由，有效的不足三家即废标。文件读不了时退出码 2。"""
    from jiazong.commission.tenders.rules import contest, files, reading, scoring, telling_scores
    from jiazong.run.cli import tender_words as words

    asked = _tender(tender_file, rules_file)
    read = []
    for path in bids:
        try:
            read.append(files.read_bid(_bid(path)))
        except reading.BadFile as fault:
            raise Sentence(words.fault(path, fault), code=2) from None
    try:
        result = contest.hold(asked, read)
    except (reading.BadFile, scoring.BadScores) as fault:
        raise Sentence(words.fault(tender_file.name, fault), code=2) from None
    if report:
        _write_report(result, report)
    if as_json:
        answer(telling_scores.result_document(result))
    else:
        click.echo("\n".join(words.result_lines(result)))


@tender.command()
@click.argument("bid", type=FILE)
def seal(bid: Path) -> None:
    """算出一份投标（JSON 或 .xlsx）的封存校验值（SHA-256）；收标时记下它，以后改动一个字都看得出来。"""
    from jiazong.commission.tenders.rules import reading, sealing
    from jiazong.run.cli import tender_words as words

    try:
        click.echo(sealing.digest(reading.the_object(_bid(bid), "bid")))
    except reading.BadFile as fault:
        raise Sentence(words.fault(bid, fault), code=2) from None


@tender.command()
@click.argument("tender_file", metavar="TENDER", type=FILE)
@click.option("--out", type=FILE, required=True, help="写到哪个 .xlsx 文件；已经有就不写。")
@RULES
def form(tender_file: Path, out: Path, rules_file: Path | None) -> None:
    """给一次招标写一份空白的投标工作簿（.xlsx），填好可以直接核对。"""
    from jiazong.commission.tenders import sheets

    asked = _tender(tender_file, rules_file)
    if out.suffix.lower() != ".xlsx":
        raise Sentence(f"{out} 的名字要以 .xlsx 结尾。", code=2)
    made = BytesIO()
    sheets.write_bid_book(asked, made)
    _write_new(out, made.getvalue())


def _write_report(result: Any, out: Path) -> None:
    """The panel's report as Word or PDF, by the ending of the name."""
    from jiazong.commission.tenders import reports
    from jiazong.ground.papers.document import PaperError
    from jiazong.ground.papers.pdf import render_pdf
    from jiazong.ground.papers.word import render_word

    render = {".docx": render_word, ".pdf": render_pdf}.get(out.suffix.lower())
    if render is None:
        raise Sentence(f"{out} 的名字要以 .docx 或 .pdf 结尾。", code=2)
    paper = reports.evaluation_report(result, on=datetime.now(SHANGHAI).date())
    try:
        _write_new(out, render(paper))
    except PaperError as fault:
        import_django()
        from django.utils.translation import gettext

        raise Sentence(f"{out}：{gettext(fault.msgid) % fault.params}", code=2) from None


def _write_new(out: Path, content: bytes) -> None:
    """Write a file that is not there yet; nothing is ever written over."""
    try:
        with out.open("xb") as target:
            target.write(content)
    except OSError as fault:
        raise Sentence(f"写不了 {out}（{fault.strerror}），请换一个名字或文件夹。", code=2) from None
    say(f"已写好 {out}。")


def _bid(path: Path) -> Any:
    """What a bid's file or workbook says. Raises BadFile; a workbook that is not opened at all is a sentence."""
    from jiazong.commission.tenders import sheets
    from jiazong.commission.tenders.rules import reading
    from jiazong.ground.sheets.refusals import WorkbookRefused

    content = _bytes(path)
    if path.suffix.lower() not in WORKBOOKS:
        return reading.read_json(content)
    try:
        return sheets.read_bid_book(path)
    except WorkbookRefused as fault:
        import_django()
        from django.utils.translation import gettext

        raise Sentence(f"{path}：{gettext(fault.sentence) % fault.params}", code=2) from None


def _tender(path: Path, rules_file: Path | None):
    """The tender a file states, under the rules of another file where one is given; what is wrong with either is a sentence."""
    from jiazong.commission.tenders.rules import files, reading, ruleset
    from jiazong.run.cli import tender_words as words

    more: tuple = ()
    if rules_file is not None:
        try:
            more = ruleset.read_rules(_bytes(rules_file).decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Sentence(f"{rules_file} 不是 UTF-8 文本，请另存为 UTF-8 再试。", code=2) from None
        except reading.BadFile as fault:
            raise Sentence(words.fault(rules_file, fault), code=2) from None
    try:
        return files.read_tender(reading.read_json(_bytes(path)), more)
    except reading.BadFile as fault:
        raise Sentence(words.fault(path, fault), code=2) from None


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except Sentence as fault:
        raise Sentence(fault.message, code=2) from None
