import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.front.portal import rules


def test_the_example_of_the_standard():
    assert rules.tile_path(1234067) == "x001/x234/067"
    assert rules.read_tile(0, "x001/x234/067") == (1234067, 256)
    assert rules.read_tile(2, "000.p/7") == (0, 7)


@given(st.integers(0, 10**12), st.integers(1, 255))
def test_every_tile_has_one_address(number, width):
    assert rules.read_tile(0, rules.tile_path(number)) == (number, 256)
    assert rules.read_tile(1, f"{rules.tile_path(number)}.p/{width}") == (number, width)


@pytest.mark.parametrize(
    "path", ["", "1", "0001", "x000/001", "x1/000", "000.p/0", "000.p/256", "000.p/300", "000.p/01", "000/", "x001", "../000", "٣٣٣"]
)
def test_another_spelling_is_no_tile(path):
    with pytest.raises(rules.NoSuchTile):
        rules.read_tile(0, path)


def test_a_level_no_tree_reaches_is_no_tile():
    with pytest.raises(rules.NoSuchTile):
        rules.read_tile(6, "000")
