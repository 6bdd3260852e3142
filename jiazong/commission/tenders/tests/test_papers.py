"""The requirement on paper: what stands in it comes from the tender, and it opens elsewhere with 28 characters by 22 lines."""
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from jiazong.commission.tenders.papers import money, numeral, requirement_document
from jiazong.commission.tenders.rules.contest import read_scoring
from jiazong.commission.tenders.rules.files import read_tender
from jiazong.commission.tenders.rules.reading import read_json
from jiazong.commission.tenders.rules.requirement import CommunityProfile, IndicatorName, Requirement
from jiazong.commission.tenders.tests.factories import SCORING, tender
from jiazong.commission.tenders.tests.test_examples import FOLDER
from jiazong.ground.papers.document import Heading, Paragraph, Table
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.tests.factories import PLAIN
from jiazong.ground.papers.tests.office import lines_of_pages, opened_as_pdf
from jiazong.ground.papers.word import render_word


def requirement(name: str = "a4", **changes: Any) -> Requirement:
    """The requirement of one of the example tenders."""
    asked = read_tender(read_json((FOLDER / f"{name}-tender.json").read_bytes()))
    told: dict[str, Any] = {
        "tender": asked, "scoring": read_scoring(asked.scoring, asked.rules), "issued_on": date(2016, 3, 1),
        "scope": "以龙溪片区的行政区域为服务范围", "users": ("居住在片区内的家庭和个人", "来片区务工的人员及其子女"),
        "overall_goals": ("建成覆盖全片区的家庭综合服务网络",),
        "stage_goals": (("摸清需求，建立服务对象档案",), ("形成两个品牌项目",), ("居民自助互助组织能自己运作",)),
        "profile": CommunityProfile(Decimal("179.4"), 90_000, 47_000, 3, 28, 338, ("有省级卫生村1个、市级卫生村7个",)),
        "indicator_names": {"home_visits": IndicatorName("入户探访", "户次")},
    }  # fmt: skip
    return Requirement(**{**told, **changes})


def text_of(one: Requirement) -> str:
    word = docx.Document(BytesIO(render_word(requirement_document(one))))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])


def test_every_section_stands_in_its_order() -> None:
    found = [block.text for block in requirement_document(requirement()).blocks if isinstance(block, Heading) and block.level == 1]
    assert found == [
        "一、项目概况", "二、社区概况", "三、服务范围与服务对象", "四、服务目标", "五、包组与最高限价", "六、人员配备与服务工时",
        "七、最低服务指标", "八、评分办法", "九、无效投标", "十、时间安排", "十一、合同",
    ]  # fmt: skip


def test_no_published_figure_differs_from_the_tender() -> None:
    text = text_of(requirement())
    for told in (
        "预算总额930万元", "250万元", "750万元", "60万元", "180万元", "310万元", "179.4平方千米", "90,000人", "338个",
        "不少于14名", "不少于10名", "不多于19名", "27,440", "22,852", "30,184", "37,240", "31,013.43", "40,964",
        "入户探访", "2,000", "2016年3月25日10:00:00", "不少于20日", "7个工作日", "30日内", "试用考核期", "各年之和）的2%", "穗字〔2011〕14号",
    ):  # fmt: skip
        assert told in text, told


def test_the_scoring_table_adds_up_to_a_hundred() -> None:
    tables = [block for block in requirement_document(requirement("a3")).blocks if isinstance(block, Table)]
    [table] = [one for one in tables if one.caption == "评分表"]
    assert sum(int(row[-1]) for row in table.rows) == 100


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"method": "lowest_price"}, "最低评标价法"),
        ({**SCORING, "price": {"weight": 10, "mode": "benchmark_hours"}}, "评标基准工时"),
        ({**SCORING, "price": {"mode": "fixed_price"}}, "价格不计分"),
        ({**SCORING, "drop": "highest_and_lowest"}, "去掉一个最高分和一个最低分"),
    ],
    ids=["lowest price", "hours", "fixed price", "ends dropped"],
)
def test_the_way_of_scoring_is_told(said: dict, told: str) -> None:
    asked = tender(scoring=said)
    assert told in text_of(requirement(tender=asked, scoring=read_scoring(said, asked.rules)))


def test_a_purchase_of_posts_has_no_hours_and_no_clause_about_them() -> None:
    asked = tender(hours_rule=None, kind="post_purchase", bond_limit_percent=None)
    text = text_of(requirement(tender=asked, scoring=read_scoring(SCORING, asked.rules), profile=CommunityProfile()))
    assert "人员配备与服务工时" not in text and "社区概况" not in text and "保证金" not in text
    assert "九、合同" in text


def test_floor_and_ceiling_set_outright_are_told_as_they_are() -> None:
    asked = tender(hours_rule={"floor_hours": 39_192, "ceiling_hours": 48_356, "base_fund_yuan": None})
    assert "全年服务工时不低于39,192小时，不高于48,356小时" in text_of(requirement(tender=asked))


def test_libreoffice_sets_the_requirement_in_22_lines_of_28_characters(tmp_path: Path) -> None:
    file = tmp_path / "requirement.docx"
    file.write_bytes(render_word(requirement_document(requirement(scope=PLAIN * 80))))
    [pdf] = opened_as_pdf(file, profile=tmp_path / "office")
    assert Counter(map(len, lines_of_pages(pdf)[2])) == {28: 22}


def test_the_pdf_too_has_22_lines_of_28_characters(tmp_path: Path) -> None:
    file = tmp_path / "requirement.pdf"
    file.write_bytes(render_pdf(requirement_document(requirement(scope=PLAIN * 80))))
    assert Counter(map(len, lines_of_pages(file)[2])) == {28: 22}
    assert "用户需求书" in "".join(page.extract_text() for page in PdfReader(file).pages)


def test_the_same_requirement_is_the_same_bytes() -> None:
    assert render_word(requirement_document(requirement())) == render_word(requirement_document(requirement()))


def test_what_a_person_wrote_stays_text() -> None:
    one = replace(requirement(), scope="#set page(width: 1pt) {{ 7*7 }} <w:p/>")
    paragraphs = [block.text for block in requirement_document(one).blocks if isinstance(block, Paragraph)]
    assert "#set page(width: 1pt) {{ 7*7 }} <w:p/>。" in paragraphs
    assert "{{ 7*7 }}" in text_of(one)


@pytest.mark.parametrize(("number", "told"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一")])
def test_headings_are_numbered_as_papers_do(number: int, told: str) -> None:
    assert numeral(number) == told


@pytest.mark.parametrize(("fen", "told"), [(250_000_000, "250万元"), (200_000_100, "2,000,001元"), (200_000_101, "2,000,001.01元")])
def test_money_is_never_rounded(fen: int, told: str) -> None:
    assert money(fen) == told
