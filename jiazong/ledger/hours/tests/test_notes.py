"""What is written beside a line: sealed, provable, read by those who serve and not by those who pay."""
import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from jiazong.ground.privacy.rules import marks
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.models import Note, Posting, Source
from jiazong.ledger.hours.queries.words import note_of, notes_gone
from jiazong.ledger.hours.tests import factories as make

WORDS = "扶墙走，钥匙在门卫处 👵"


@pytest.fixture
def contract():
    return make.running_contract()


@pytest.fixture
def worker(contract):
    return make.worker_on(contract, 1)


@pytest.fixture
def line(contract, worker):
    return actions.post(contract, make.draft(contract, worker=1, day=timezone.localdate(), note=WORDS), by=worker.account)


def page_of(client, line):
    return client.get(reverse("hours:posting", args=[line.pk])).content.decode()


@given(st.text(), st.text())
def test_a_mark_fits_its_words_and_no_others(one, other):
    salt = marks.new_salt()
    mark = marks.mark_of(salt, one)
    assert marks.checked(mark, salt, one) == one
    if one != other:
        with pytest.raises(marks.WordsChanged):
            marks.checked(mark, salt, other)


@given(st.text(min_size=1))
def test_the_same_words_leave_another_mark_each_time(words):
    assert marks.mark_of(marks.new_salt(), words) != marks.mark_of(marks.new_salt(), words)


@pytest.mark.django_db
def test_a_note_comes_back_and_lies_nowhere_in_clear(line):
    assert note_of(Posting.objects.get(pk=line.pk)) == WORDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT line::text || note::text FROM hours_posting line JOIN hours_note note ON note.posting_id = line.id")
        ((raw,),) = cursor.fetchall()
    assert WORDS not in raw and WORDS.encode().hex() not in raw


@pytest.mark.django_db
def test_a_line_without_a_note_keeps_none(contract, worker):
    made = actions.post(contract, make.draft(contract, worker=1, day=timezone.localdate()), by=worker.account)
    assert (made.note_mark, note_of(made), Note.objects.count()) == ("", "", 0)


@pytest.mark.django_db
def test_notes_of_a_workbook_belong_to_their_rows(contract):
    source = Source.objects.create(contract=contract, kind=Source.BOOK, name="十月.xlsx")
    drafts = [make.draft(contract, day=contract.first_day, sheet="探访", row=n, note=f"第{n}行" if n % 2 else "") for n in range(1, 8)]
    actions.post_batch(contract, drafts, source=source, by=None)
    told = {one.source_row: note_of(one) for one in Posting.objects.all()}
    assert told == {n: f"第{n}行" if n % 2 else "" for n in range(1, 8)}


@pytest.mark.django_db
def test_a_corrected_line_has_its_own_note_and_the_old_one_keeps_its_own(contract, worker, line):
    draft = make.draft(contract, worker=1, day=timezone.localdate(), direct=30, note="改过的")
    made = actions.correct(line, draft, reason="记错", by=worker.account)
    assert (note_of(made), note_of(line)) == ("改过的", WORDS)


@pytest.mark.django_db
def test_a_note_that_was_swapped_is_told(client, contract, worker, line):
    other = actions.post(contract, make.draft(contract, worker=1, day=timezone.localdate(), direct=5, note="别的"), by=worker.account)
    client.force_login(worker.account)
    mine, theirs = Note.objects.get(pk=line.pk), Note.objects.get(pk=other.pk)
    mine.words = theirs.words
    mine.save()
    with pytest.raises(marks.WordsChanged):
        note_of(line)
    assert "不是这一笔记下时的备注" in page_of(client, line)


@pytest.mark.django_db
def test_a_mark_whose_note_is_gone_is_told_and_counted(client, worker, line):
    client.force_login(worker.account)
    assert notes_gone() == 0
    bare = Posting.objects.get(pk=line.pk)
    bare.pk, bare._state.adding = None, True
    bare.save()
    with pytest.raises(marks.WordsChanged):
        note_of(bare)
    assert "不是这一笔记下时的备注" in page_of(client, bare)
    assert notes_gone() == 1


@pytest.mark.django_db
def test_a_line_recorded_before_notes_were_sealed_shows_its_words(line):
    line.note_mark = "旧的备注"
    assert note_of(line) == "旧的备注"


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "kind", "reads"), [("centre_director", "centre", True), ("street_office", "region", False)])
def test_who_serves_reads_a_note_and_who_pays_sees_the_line_alone(client, contract, line, role, kind, reads):
    code = "" if kind == "centre" else contract.centre.region_id
    client.force_login(make.member(contract, role, kind=kind, code=code))
    shown = page_of(client, line)
    assert (WORDS in shown, "补一句" in shown) == (reads, reads)
    assert contract.code in shown


@pytest.mark.django_db(transaction=True)
def test_a_note_is_kept_or_lost_with_its_line(contract, worker):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.post(contract, make.draft(contract, worker=1, day=timezone.localdate(), note=WORDS), by=worker.account)
        raise ZeroDivisionError
    assert (Posting.objects.count(), Note.objects.count()) == (0, 0)
