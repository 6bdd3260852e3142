"""A newer version of a book: what was changed is paired with what it was."""
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ledger.books.rules import versions
from jiazong.ledger.books.rules.versions import Anchor, Line

SHEET, OLD = "1月", "old"


def line(key: int, row: int, *traits: object, source: str | None = OLD) -> Line:
    return Line(key, source, SHEET, row, traits or (key, 1, 1, "家访", "长者"))


def anchors(*pairs: tuple[int, int]) -> list[Anchor]:
    return [Anchor(OLD, SHEET, new, old) for new, old in pairs]


def test_a_row_edited_in_place_is_a_change() -> None:
    found = versions.pair_changes([line(90, 5, "x")], [line(7, 5, "y")], anchors((4, 4), (6, 6)))
    assert found == {90: 7}


def test_a_row_keeps_its_place_when_rows_were_added_above_it() -> None:
    same = ("日", "人", "法", "题", "域")
    new = [line(90, 3, *same, source=None), line(91, 8, "日", "人", "法", "题", "改")]
    found = versions.pair_changes(new, [line(7, 5, *same)], anchors((2, 2), (7, 4), (9, 6)))
    assert found == {91: 7}


def test_an_added_row_pairs_with_none_and_a_vanished_one_is_left() -> None:
    assert versions.pair_changes([line(90, 5, 1, 2, 3, 4, 5)], [], anchors((4, 4), (6, 5))) == {}
    assert versions.pair_changes([], [line(7, 5)], anchors((4, 4), (5, 6))) == {}
    unlike = versions.pair_changes([line(90, 5, 1, 2, 3, 4, 5)], [line(7, 9, 6, 7, 8, 9, 0)], anchors((4, 4), (6, 5)))
    assert unlike == {}


def test_without_any_anchor_a_row_in_the_same_place_must_be_alike() -> None:
    alike = versions.pair_changes([line(90, 2, "d", "w", "m", "t", "新")], [line(7, 2, "d", "w", "m", "t", "旧")], [])
    other = versions.pair_changes([line(90, 2, "d", "w", "m", "t", "新")], [line(7, 2, "e", "x", "m", "s", "旧")], [])
    assert (alike, other) == ({90: 7}, {})


@given(st.sets(st.integers(0, 60), max_size=15), st.integers(1, 61), st.integers(0, 3))
def test_rows_edited_in_place_are_always_found_whatever_was_added_above(edited: set[int], rows: int, added: int) -> None:
    """The old book has rows 0..rows−1; the new one has `added` rows on top and some rows edited."""
    edited = {row for row in edited if row < rows and not (row == 0 and added)}
    fixed = [row for row in range(rows) if row not in edited]
    if not fixed:
        return
    new = [line(1000 + row, row + added, "改", row, 1, 1, 1, source=None) for row in sorted(edited)]
    old = [line(row, row, "旧", row, 1, 1, 1) for row in sorted(edited)]
    found = versions.pair_changes(new, old, anchors(*((row + added, row) for row in fixed)))
    assert found == {1000 + row: row for row in edited}


@given(st.integers(0, 1000), st.integers(0, 1000), st.integers(0, 1000))
def test_a_book_continues_a_source_when_half_of_the_smaller_one_is_in_both(matched: int, source: int, book: int) -> None:
    smaller = min(source, book)
    assert versions.is_newer_version(matched=matched, rows_of_source=source, rows_of_book=book) == (smaller > 0 and 2 * matched >= smaller)
