"""Masks show what they may and no more; two ways of writing one number meet; filling comes off as it went on."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.privacy.rules import envelope, id_numbers, masks, normal

ID_NUMBER = "44010419900101123" + id_numbers.check_character("44010419900101123")


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("310101199001011234", "id_number", "31**************34"),
        ("13800001234", "phone", "138****1234"),
        ("02081234567", "phone", "020****4567"),
        ("1234", "phone", "****"),
        ("王", "name", "王*"),
        ("王小明", "name", "王**"),
        ("广州市天河区石牌街道龙口西路 12 号 301", "address", "广州市天河区石牌街道****"),
        ("天河区龙口西路12号", "address", "天河区龙口西路****"),
        ("幸福里3栋502", "address", "幸福里****"),
        ("某某大院", "address", "****"),
        ("什么都有", "all", "****"),
        ("", "phone", ""),
    ],
)
def test_a_mask_shows(text, kind, shown) -> None:
    assert masks.mask(text, kind) == shown


@given(st.text(alphabet="0123456789X", min_size=1, max_size=30), st.sampled_from(["id_number", "phone"]))
def test_a_mask_hides_at_least_as_much_as_either_end_it_shows(text, kind) -> None:
    shown = masks.mask(text, kind)
    hidden = shown.count("*")
    assert len(shown) == len(text) and hidden >= 1 and hidden >= max(len(shown.split("*")[0]), len(shown.split("*")[-1]))


@given(st.text(min_size=1, max_size=40))
def test_an_address_never_shows_what_follows_its_street(text) -> None:
    assert masks.mask(text, "address").endswith("****")


@pytest.mark.parametrize(
    ("written", "kind", "one_way"),
    [
        ("138 0000-1234", "phone", "+8613800001234"),
        ("+86 138 0000 1234", "phone", "+8613800001234"),
        ("0086-13800001234", "phone", "+8613800001234"),
        ("8613800001234", "phone", "+8613800001234"),
        ("１３８００００１２３４", "phone", "+8613800001234"),
        ("(020) 8123-4567", "phone", "+862081234567"),
        ("+86 020 81234567", "phone", "+862081234567"),
        ("+852 9123 4567", "phone", "+85291234567"),
        ("44010419900101123x", "id_number", "44010419900101123X"),
        (" 440104 19900101 123Ｘ ", "id_number", "44010419900101123X"),
        ("Zhang  San", "plain", "zhangsan"),
    ],
)
def test_one_way_of_writing(written, kind, one_way) -> None:
    assert normal.normal(written, kind) == one_way


@given(st.text(alphabet="0123456789Xx０９ -＋+()", max_size=24), st.sampled_from(["id_number", "plain"]))
def test_writing_it_the_one_way_twice_changes_nothing(text, kind) -> None:
    once = normal.normal(text, kind)
    assert normal.normal(once, kind) == once


@given(st.integers(13000000000, 19999999999), st.lists(st.sampled_from([" ", "-", "\u3000", "·"]), max_size=4))
def test_however_a_mobile_number_is_broken_up_it_is_the_same(number, breaks) -> None:
    digits = str(number)
    written = "".join(digit + (breaks[at % len(breaks)] if breaks else "") for at, digit in enumerate(digits))
    assert normal.normal(written, "phone") == f"+86{digits}"


@given(st.binary(max_size=1000))
def test_filling_comes_off_as_it_went_on(data) -> None:
    padded = envelope.pad(data)
    assert envelope.unpad(padded) == data and len(padded) > len(data)
    assert len(padded) % (16 if len(padded) <= 64 else 256) == 0


@given(st.binary(max_size=64))
def test_bytes_without_filling_are_told(data) -> None:
    bare = data.rstrip(b"\0")
    if bare.endswith(b"\x80"):
        assert envelope.unpad(data) == bare[:-1]
    else:
        with pytest.raises(envelope.NotSealed):
            envelope.unpad(data)


def test_an_id_number_is_right_only_with_its_check_character_and_a_day_that_was() -> None:
    assert id_numbers.is_id_number(ID_NUMBER)
    wrong = [ID_NUMBER[:-1] + character for character in "0123456789X" if character != ID_NUMBER[-1]]
    wrong += [ID_NUMBER[:17], ID_NUMBER + "0", "44010419901301123X", "", "四" * 18]
    assert not any(id_numbers.is_id_number(one) for one in wrong)


@given(st.integers(0, 10**17 - 1), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_changes_the_check_character(number, at, by) -> None:
    first = f"{number:017d}"
    other = first[:at] + str((int(first[at]) + by) % 10) + first[at + 1 :]
    assert id_numbers.check_character(first) != id_numbers.check_character(other)
