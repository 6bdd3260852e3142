from dataclasses import replace

from jiazong.ground.papers.document import Paragraph, Table
from jiazong.review.evidence.papers import summarise
from jiazong.review.evidence.tests.factories import AS_OF, CONTRACT, HOURS, Source


def text_of(document):
    return "".join(block.text for block in document.blocks if isinstance(block, Paragraph))


def test_the_summary_goes_from_the_agency_to_the_purchaser_and_says_its_day():
    document = summarise(CONTRACT, HOURS, Source().indicators, as_of=AS_OF)
    assert (document.issuing_body, document.addressee, document.date) == (CONTRACT.agency, CONTRACT.purchaser, AS_OF)
    assert "截至2026年9月30日已过273天，占74.7%" in text_of(document)
    assert "为3年中的第1年，处于试用考核期" in text_of(document)


def test_the_summary_says_how_many_hours_are_missing():
    text = text_of(summarise(CONTRACT, HOURS, [], as_of=AS_OF))
    assert "专业服务总工时已完成13,286小时，占目标27,440小时的48.4%" in text
    assert "距最低要求22,852小时还差11,852小时" in text


def test_hours_over_the_ceiling_are_said_to_be_over():
    text = text_of(summarise(CONTRACT, replace(HOURS, total=HOURS.ceiling + 90), [], as_of=AS_OF))
    assert "总工时已超出上限30,184小时，超出1.5小时" in text


def test_indicators_behind_the_calendar_are_named():
    document = summarise(CONTRACT, HOURS, Source(40).indicators, as_of=AS_OF)
    assert "落后的有3项：个案服务次数（39.0%）" in text_of(document)
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert tables[1].rows[0] == ("1", "个案服务次数", "次", "100", "39", "39.0%")


def test_a_long_title_breaks_before_its_subject():
    long = replace(CONTRACT, centre="青禾街道长乐社区家庭综合服务中心")
    assert summarise(long, HOURS, [], as_of=AS_OF).title.endswith("\n合同进度摘要")
