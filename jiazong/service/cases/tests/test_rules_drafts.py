"""Nothing typed in one window is overwritten unseen by another."""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from jiazong.service.cases.rules import drafts

texts = st.text("甲乙丙 ", max_size=4)
fields = st.sampled_from(["content", "next_step"])
windows = st.sampled_from(["one", "two", "three"])


def keep(kept, name, text, *, seen=0, window="one", settled=()):
    return drafts.typed(kept, {name: [text]}, seen=seen, window=window, settled=settled)


def test_a_window_writes_over_what_it_typed_itself():
    kept = keep(keep(drafts.Kept(), "content", "甲"), "content", "甲乙")
    assert kept.shown == {"content": ("甲乙",)} and kept.beside == {}


def test_what_another_window_typed_unseen_stays_beside():
    kept = keep(keep(drafts.Kept(), "content", "甲"), "content", "乙", window="two")
    assert kept.shown["content"] == ("乙",)
    assert [one.values for one in kept.beside["content"]] == [("甲",)]


def test_a_window_that_has_seen_it_writes_over_it():
    kept = keep(drafts.Kept(), "content", "甲")
    assert keep(kept, "content", "乙", window="two", seen=kept.write).beside == {}


def test_choosing_in_one_field_settles_that_field_alone():
    kept = keep(keep(drafts.Kept(), "content", "甲"), "next_step", "丙")
    kept = keep(keep(kept, "content", "乙", window="two"), "next_step", "丁", window="two")
    kept = keep(kept, "content", "乙", window="two", settled=["content"])
    assert set(kept.beside) == {"next_step"}


def test_a_form_that_is_finished_is_told_of_words_it_has_not_seen():
    kept = keep(drafts.Kept(), "content", "甲")
    assert set(drafts.unseen(kept, {"content": ["乙"]}, seen=0, window="two")) == {"content"}
    assert drafts.unseen(kept, {"content": ["甲"]}, seen=0, window="two") == {}
    assert drafts.unseen(kept, {"content": ["乙"]}, seen=kept.write, window="two") == {}
    assert drafts.unseen(kept, {"content": ["乙"]}, seen=0, window="one") == {}


def test_more_than_a_form_can_hold_is_refused():
    with pytest.raises(drafts.TooMuch):
        keep(drafts.Kept(), "content", "甲" * (drafts.MOST_SIGNS + 1))


@given(st.lists(st.tuples(fields, texts, windows), max_size=12))
def test_what_is_kept_comes_back_as_it_was_sealed(writes):
    kept = drafts.Kept()
    for name, text, window in writes:
        kept = keep(kept, name, text, window=window)
    assert drafts.unpacked(drafts.packed(kept)) == kept
    assert drafts.unpacked(None) == drafts.Kept()


class Windows(RuleBasedStateMachine):
    """Windows open, type, and close; a text is gone only when its own window changed it or another saw it and wrote over it."""

    def __init__(self):
        super().__init__()
        self.kept = drafts.Kept()
        self.seen: dict[str, int] = {}
        self.opened = 0
        # field → window → the text nobody has yet seen and replaced
        self.must_be_there: dict[str, dict[str, tuple[int, str]]] = {}

    @rule()
    def open_another(self):
        self.opened += 1
        self.seen[f"window-{self.opened}"] = self.kept.write

    @rule(name=fields, text=texts, pick=st.integers(0, 9))
    def type_something(self, name, text, pick):
        if not self.seen:
            return
        window = sorted(self.seen)[pick % len(self.seen)]
        self.kept = keep(self.kept, name, text, seen=self.seen[window], window=window)
        others = self.must_be_there.get(name, {})
        left = {one: (at, said) for one, (at, said) in others.items() if at > self.seen[window] and one != window}
        self.must_be_there[name] = {**left, window: (self.kept.write, text)}

    @invariant()
    def nothing_unseen_is_gone(self):
        for name, expected in self.must_be_there.items():
            held = {one.values[0] for one in self.kept.fields[name]}
            assert {said for _at, said in expected.values()} <= held
            assert len(self.kept.fields[name]) <= len(expected)


TestWindows = Windows.TestCase
TestWindows.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
