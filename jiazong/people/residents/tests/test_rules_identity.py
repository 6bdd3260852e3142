"""Identity numbers by GB 11643, the papers of Hong Kong, Macao, Taiwan and elsewhere, or none."""
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.residents.rules import identity

TODAY = date(2026, 11, 22)
BIRTHS = st.dates(date(1900, 1, 1), TODAY)


def read(text, kind=""):
    return identity.read(text, today=TODAY, kind=kind)


def test_the_example_of_the_standard_is_read():
    found = read("11010519491231002X")
    assert (found.kind, found.born_on, found.sex) == ("resident_id", date(1949, 12, 31), "f")
    assert read("440524188001010014").sex == "m"


@given(BIRTHS, st.integers(0, 999))
def test_every_number_with_its_check_sign_is_read_and_each_single_slip_is_seen(born, order):
    body = f"440103{born:%Y%m%d}{order:03}"
    number = body + identity.check_sign(body)
    assert read(number) == identity.Identity("resident_id", number, born, "m" if order % 2 else "f")
    for place in range(18):
        for sign in "0123456789X" if place == 17 else "0123456789":
            if sign != number[place]:
                assert not identity.is_sound(number[:place] + sign + number[place + 1 :])


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_fifteen_digits_and_eighteen_are_one_number(born, order):
    body = f"440103{born:%Y%m%d}{order:03}"
    old = body[:6] + body[8:]
    assert read(old).number == body + identity.check_sign(body)


@given(BIRTHS, st.integers(0, 999), st.integers(0, 16))
def test_two_digits_that_change_places_are_seen(born, order, place):
    body = f"440103{born:%Y%m%d}{order:03}"
    number = body + identity.check_sign(body)
    if number[place] != number[place + 1]:
        turned = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        assert not identity.is_sound(turned)


@pytest.mark.parametrize("written", ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ", "110105-19491231-002X", "110105194912310 02×"])
def test_a_number_is_read_however_it_is_written(written):
    assert read(written).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110105194912310021", "check_sign"), ("110105194902300025", "no_such_birthday"), ("11010519491231002", "length"), ("000105194912310024", "no_such_place"),
        ("4.40106199001011E+17", "rounded"), ("没带来看", "unknown_form"), ("11010520991231002X", "no_such_birthday"), ("1101051949123100211", "length"),
    ],
)  # fmt: skip
def test_what_is_no_number_says_why(text, code):
    with pytest.raises(identity.IdentityError) as fault:
        read(text)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("H12345678", "hk_macao_permit"), ("M1234567801", "hk_macao_permit"), ("h1234567801", "hk_macao_permit"), ("12345678", "taiwan_permit"), ("1234567890(B)", "taiwan_permit"),
        ("A123456(3)", "hong_kong_id"), ("810000199408230021", "residence_permit"), ("FRA110105123456", "foreign_residence"), ("E12345678", "passport"), ("PA1234567", "passport"),
    ],
)  # fmt: skip
def test_other_papers_are_known_by_their_form(text, kind):
    assert read(text).kind == kind


def test_a_kind_that_is_told_decides():
    assert read("12345678", kind="passport").kind == "passport"
    with pytest.raises(identity.IdentityError, match="wrong_form"):
        read("12345678", kind="hk_macao_permit")
    with pytest.raises(identity.IdentityError, match="check_sign"):
        read("A123456(7)", kind="hong_kong_id")


@pytest.mark.parametrize("text", ["", "无", "  ", "没有", "暂无", "/", "N/A"])
def test_no_paper_is_no_fault(text):
    assert read(text) is None


@given(st.text(max_size=30), st.sampled_from(["", *identity.KINDS]))
def test_whatever_is_written_is_a_number_nothing_or_a_fault_with_a_name(text, kind):
    try:
        found = read(text, kind)
    except identity.IdentityError as fault:
        assert fault.code in ("rounded", "length", "no_such_place", "no_such_birthday", "check_sign", "unknown_form", "wrong_form")
    else:
        assert found is None or found.kind in identity.KINDS


def test_nobody_is_born_tomorrow():
    tomorrow = TODAY + timedelta(days=1)
    body = f"440103{tomorrow:%Y%m%d}001"
    with pytest.raises(identity.IdentityError, match="no_such_birthday"):
        read(body + identity.check_sign(body))
