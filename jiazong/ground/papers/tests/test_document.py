import pytest

from jiazong.ground.papers.document import (
    Column,
    Heading,
    NoSuchHeadingLevel,
    Table,
    TableOutOfShape,
    attachment_lines,
    closing_gaps,
    printable_lines,
)


def test_a_table_row_with_a_missing_cell_is_refused_by_its_number():
    columns = (Column("甲"), Column("乙"))
    with pytest.raises(TableOutOfShape, match="Row 2 of the table has 1 cells but the table has 2 columns"):
        Table(columns, (("1", "2"), ("3",)))


def test_a_fifth_level_of_heading_is_refused():
    with pytest.raises(NoSuchHeadingLevel):
        Heading("一", level=5)


def test_characters_no_page_can_hold_are_shown_as_replaced():
    assert printable_lines("甲\x00乙\r\n丙\ud800") == ["甲�乙", "丙�"]


def test_a_single_attachment_carries_no_number():
    assert list(attachment_lines(("目录",))) == [("附件：", "目录")]
    assert [mark for mark, _ in attachment_lines(("目录", "摘要"))] == ["附件：1. ", "　　　2. "]


def test_the_issuing_body_is_centred_over_the_day():
    name, day = "青禾街道家庭综合服务中心", "2026年10月12日"
    name_gap, day_gap = closing_gaps(name, day)
    assert name_gap + len(name) / 2 == day_gap + 7 / 2
    assert day_gap == 4


def test_a_very_long_issuing_body_still_ends_inside_the_line():
    assert closing_gaps("青" * 26, "2026年10月12日")[0] == 0
