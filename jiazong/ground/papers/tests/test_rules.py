"""Check codes: no look-alikes, every slip of one letter told; what a template uses beside what its form has."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.papers import rules

DRAWN = st.lists(st.integers(0, len(rules.ALPHABET) - 1), min_size=rules.DRAWN, max_size=rules.DRAWN)


@given(DRAWN)
def test_a_code_is_read_however_it_is_typed(drawn):
    code = rules.code_of(drawn)
    for typed in (code, rules.shown(code), code.lower(), f" {code[:4]} - {code[4:]} ", "".join(chr(ord(one) + 0xFEE0) for one in code)):
        assert rules.read_code(typed) == code
    assert not set("ILO01") & set(code)


@given(DRAWN, st.integers(0, rules.CODE_LENGTH - 1), st.integers(1, len(rules.ALPHABET) - 1))
def test_one_letter_mistyped_is_told(drawn, place, step):
    code = rules.code_of(drawn)
    wrong = rules.ALPHABET[(rules.ALPHABET.index(code[place]) + step) % len(rules.ALPHABET)]
    with pytest.raises(rules.NotACode):
        rules.read_code(code[:place] + wrong + code[place + 1 :])


@given(DRAWN, st.integers(0, rules.DRAWN - 2))
def test_two_neighbours_swapped_are_told(drawn, place):
    code = rules.code_of(drawn)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(rules.NotACode):
            rules.read_code(swapped)


@pytest.mark.parametrize("typed", ["", "7F3A", "7F3A-92C1-0000", "OOOO-IIII", "校验码七位八位", "7F3A 92C" + "\x00"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(rules.NotACode):
        rules.read_code(typed)


@given(st.sets(st.text("甲乙丙丁", min_size=1)), st.sets(st.text("甲乙丙丁", min_size=1)), st.sets(st.text("甲乙", min_size=1)))
def test_a_template_is_right_when_it_asks_for_known_names_and_carries_what_it_must(used, known, must):
    compared = rules.compare(used, known=sorted(known), must=sorted(must))
    assert compared.is_right == (used <= known | must and must <= used)
    assert set(compared.unused).isdisjoint(used) and set(compared.unknown).isdisjoint(known)
