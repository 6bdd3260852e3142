"""Words that leave a mark: the mark is of these words and this salt alone, and survives being sealed anew."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.privacy.marked import MarkedTextField, Words
from jiazong.ground.privacy.rules import marks

texts = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=60)
field = MarkedTextField()


@given(texts)
def test_words_and_their_salt_come_back_as_they_were_packed(text):
    words = Words.marked(text)
    again = field.unpack(field.pack(words))
    assert (again, again.salt, again.mark) == (text, words.salt, words.mark)


@given(texts.filter(bool), texts)
def test_other_words_have_another_mark(one, other):
    words = Words.marked(one)
    assert (Words.marked(other, words.salt).mark == words.mark) is (one == other)
    assert Words.marked(one).mark != words.mark


@given(texts)
def test_what_was_sealed_before_there_were_marks_is_read_and_has_none(text):
    old = field.unpack(text.encode())
    assert (old, old.mark) == (text, "")


def test_no_words_leave_no_mark():
    assert Words.marked("").mark == "" and Words("").mark == ""


@pytest.mark.parametrize("changed", ["同意。", "不同意", ""])
def test_a_mark_does_not_fit_other_words(changed):
    words = Words.marked("同意")
    with pytest.raises(marks.WordsChanged):
        marks.checked(words.mark, words.salt, changed)
