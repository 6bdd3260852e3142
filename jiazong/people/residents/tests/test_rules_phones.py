"""Telephone numbers: mobile, landline, extension, abroad; several in a cell; whose they are."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.privacy.rules import normal
from jiazong.people.residents.rules import phones


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("13800138000", ["+8613800138000"]), ("138 0013 8000", ["+8613800138000"]), ("138-0013-8000", ["+8613800138000"]), ("+86 13800138000", ["+8613800138000"]),
        ("0086-13800138000", ["+8613800138000"]), ("１３８００１３８０００", ["+8613800138000"]), ("020-87654321", ["+862087654321"]), ("(020)8765 4321", ["+862087654321"]),
        ("0755-1234567", ["+867551234567"]), ("010-12345678", ["+861012345678"]), ("87654321", ["87654321"]), ("+852 9123 4567", ["+85291234567"]), ("400-123-4567", ["4001234567"]),
        ("13800138000、020-87654321", ["+8613800138000", "+862087654321"]), ("13800138000/13900139000", ["+8613800138000", "+8613900139000"]),
        ("13800138000 13900139000", ["+8613800138000", "+8613900139000"]), ("13800138000，13800138000", ["+8613800138000"]), ("无", []), ("", []), ("—", []),
    ],
)  # fmt: skip
def test_numbers_are_read_however_they_are_written(text, numbers):
    assert [one.number for one in phones.read(text)] == numbers


@pytest.mark.parametrize(
    ("text", "extension", "owner"),
    [
        ("020-87654321转802", "802", ""), ("020-87654321-802", "802", ""), ("020-87654321 ext. 12", "12", ""), ("020-87654321分机8", "8", ""),
        ("13800138000(女儿)", "", "女儿"), ("母亲13800138000", "", "母亲"), ("13800138000儿子", "", "儿子"), ("联系电话：13800138000", "", ""),
    ],
)  # fmt: skip
def test_extension_and_owner_stand_apart_from_the_number(text, extension, owner):
    (one,) = phones.read(text)
    assert (one.extension, one.owner) == (extension, owner)


@pytest.mark.parametrize(("text", "code"), [("1380013800", "too_short"), ("138001380001", "too_long"), ("0102000000", "too_short"), ("1.38001E+10", "rounded"), ("没有电话号码", "not_a_phone"), ("12a4567890b", "not_a_phone")])
def test_what_is_no_number_says_why(text, code):
    with pytest.raises(phones.PhoneError) as fault:
        phones.read(text)
    assert fault.value.code == code


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["{}", "+86{}", "0086 {}", "{}(本人)", "手机：{}"]))
def test_a_mobile_number_keeps_its_tail_and_its_one_way_of_writing(number, way):
    (one,) = phones.read(way.format(number))
    assert one.written == number and one.tail == number[-4:] == normal.normal(one.written, normal.PHONE_TAIL)
    assert normal.normal(one.written, normal.PHONE) == one.number


@given(st.from_regex(r"0(?:(?:10|2[0-9])[2-8][0-9]{7}|[3-9][0-9]{2}[2-8][0-9]{6,7})", fullmatch=True))
def test_a_landline_is_kept_as_it_is_dialled_and_found_as_it_is_written(number):
    (one,) = phones.read(number)
    assert one.written == number and normal.normal(one.written, normal.PHONE) == one.number


@given(st.text(max_size=40))
def test_whatever_is_written_is_numbers_or_a_fault_with_a_name(text):
    try:
        found = phones.read(text)
    except phones.PhoneError as fault:
        assert fault.code in ("not_a_phone", "too_short", "too_long", "rounded")
    else:
        assert all(one.number for one in found)
