"""The panel's report and the notice of award say what came of the scoring, and nothing else."""
from datetime import date
from io import BytesIO
from typing import Any

import docx
import pytest

from jiazong.commission.tenders.reports import NothingAwarded, award_notice, evaluation_report
from jiazong.commission.tenders.rules.contest import Result, hold
from jiazong.commission.tenders.rules.files import read_bid
from jiazong.commission.tenders.rules.reading import read_json
from jiazong.commission.tenders.tests.factories import bid_said, lot_said, offer_said, tender
from jiazong.commission.tenders.tests.test_examples import FOLDER, tender_of
from jiazong.ground.papers.document import Document
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.word import render_word

ON = date(2016, 3, 28)


def examples(*left_out: str) -> Result:
    paths = [path for path in sorted(FOLDER.glob("a3-bid-*.json")) if path.stem not in left_out]
    return hold(tender_of("a3"), [read_bid(read_json(path.read_bytes())) for path in paths])


def text_of(paper: Document) -> str:
    word = docx.Document(BytesIO(render_word(paper)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_the_report_tells_who_bid_who_is_out_and_why_the_points_and_the_recommendation() -> None:
    text = text_of(evaluation_report(examples(), on=ON, members=("甲", "乙")))
    for told in (
        "共收到投标4份，有效3份，无效1份", "南埗社会工作中心：全年计划工时不得低于", "包组 1，全年工时：22,851，要求 22,852",
        "评标基准价为5,700,000元", "85.29", "推荐中标候选人：第一名晨穗社会工作服务中心、第二名木西社会服务社、第三名青禾社工服务中心",
        "评委甲（签字）", "评委乙（签字）",
    ):  # fmt: skip
        assert told in text, told


def test_a_cancelled_tender_is_reported_with_its_article_and_what_follows() -> None:
    text = text_of(evaluation_report(examples("a3-bid-muxi"), on=ON))
    assert "第三十六条" in text and "重新组织招标" in text and "推荐中标候选人" not in text


def test_without_points_nobody_is_recommended() -> None:
    bare = [bid_said(name) for name in "甲乙丙"]
    text = text_of(evaluation_report(hold(tender(), [read_bid(one) for one in bare]), on=ON))
    assert "不作推荐" in text and "—" in text


def test_lots_awarded_one_by_one_have_a_section_each_and_a_notice_each() -> None:
    lots = [lot_said(code, hours_rule=None) for code in "12"]

    def both(bidder: str, **more: Any) -> dict[str, Any]:
        return bid_said(bidder, lots=[offer_said("1"), offer_said("2")], technical=50, business=25, **more)

    table = {"method": "comprehensive", "price": 10, "technical": 60, "business": 30, "draw_seed": "种子"}
    asked = tender(lots=lots, whole_project_only=False, scoring=table)
    result = hold(asked, [read_bid(both(name)) for name in "甲乙丙"])
    text = text_of(evaluation_report(result, on=ON))
    assert "三、包组1的评分与推荐" in text and "四、包组2的评分与推荐" in text
    assert "包组2经公开招标评审" in text_of(award_notice(result, result.contests[1], on=ON))


def test_the_notice_goes_to_the_winner_with_its_price_and_the_days_to_sign_in() -> None:
    result = examples()
    text = text_of(award_notice(result, result.contests[0], on=ON))
    for told in ("晨穗社会工作服务中心：", "中标金额588万元", "服务期3年", "28,000小时", "30日内", "禾塘街街道办事处"):
        assert told in text, told
    assert render_pdf(award_notice(result, result.contests[0], on=ON)).startswith(b"%PDF")


def test_without_a_winner_there_is_no_notice() -> None:
    result = examples("a3-bid-muxi")
    with pytest.raises(NothingAwarded):
        award_notice(result, result.contests[0], on=ON)
