from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from jiazong.ledger.books.rules.packing import pack, unpack
from jiazong.ledger.hours.rules.entry import Draft

NUMBERS, WORDS = st.integers(0, 2**31), st.text(max_size=20)
DRAFTS = st.builds(
    Draft, NUMBERS, NUMBERS, st.dates(date(1990, 1, 1), date(2100, 1, 1)), NUMBERS, NUMBERS, NUMBERS,
    st.none() | st.integers(0, 1439), WORDS, WORDS, WORDS, WORDS, WORDS, st.integers(1, 1_048_576),
)  # fmt: skip


@given(st.lists(DRAFTS, max_size=30))
def test_what_is_packed_comes_back_as_it_was(drafts):
    assert unpack(pack(drafts)) == drafts


def test_a_book_longer_than_one_piece_keeps_its_order():
    one = Draft(1, 2, date(2025, 3, 3), 30, 0, 1, title="探访\n一次")
    drafts = [Draft(1, 2, date(2025, 3, 3), n % 90, 0, 1, title=one.title, row=n + 1) for n in range(4_500)]
    assert unpack(pack(drafts)) == drafts
