"""Doors: one door however it is written, two doors however near."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.residents.rules import doors

ONE_DOOR = ["阳光花园3栋1201", "阳光花园三幢1201室", "阳光花园3-1201", "阳光花园３栋１２０１房", "阳光花園3栋1201", "荔湾区青禾街道阳光花园3栋1201", "广东省广州市荔湾区阳光花园3栋1201房", "阳光花园 3 栋 1201"]
OTHER_DOORS = ["阳光花园3栋1202", "阳光花园13栋1201", "阳光花园4栋1201", "红棉苑3栋1201", "阳光花园3栋2单元1201", "阳光花园3栋", "阳光花园", ""]


@pytest.mark.parametrize("text", ONE_DOOR)
def test_one_door_has_one_key(text):
    assert doors.door_key(text) == doors.door_key(ONE_DOOR[0]) == doors.door_of("阳光花园", "青禾社区", "3幢", "1201室", "")


@pytest.mark.parametrize("text", OTHER_DOORS)
def test_other_doors_have_others(text):
    assert doors.door_key(text) != doors.door_key(ONE_DOOR[0])


@pytest.mark.parametrize(
    ("text", "block", "room"),
    [("A座1201", "a座", "1201"), ("12座B梯503", "12座", "b-503"), ("青禾路12号302", "12号", "302"), ("阳光花园3-2-1201", "3栋", "2-1201"), ("青禾路12号", "", ""), ("1201", "", ""), ("3栋", "3栋", "")],
)
def test_block_and_room_are_read_out_of_an_address(text, block, room):
    found = doors.read(text)
    assert (found.block, found.room) == (block, room)


@given(st.integers(1, 999), st.sampled_from(["栋", "幢", "座", "号楼"]), st.integers(101, 3999))
def test_a_block_is_found_under_each_of_its_spellings(block, word, room):
    assert f"{block}{word}" in doors.block_spellings(str(block))
    assert doors.block_key(f"第{block}{word}") == str(block)
    assert doors.read(f"{block}{word}{room}室").room == str(room)
    assert doors.same_room(f"{room}房", f"1单元{room}") and not doors.same_room(str(room), f"1{room}")


@given(st.text(max_size=40))
def test_whatever_is_written_has_a_key_and_the_same_one_twice(text):
    assert isinstance(doors.read(text), doors.Door)
