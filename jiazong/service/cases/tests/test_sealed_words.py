"""What is written about a family lies sealed wherever it went, and is proved by its mark on the row and in the log."""
import pytest
from django.db import IntegrityError, connection

from jiazong.ground.access.grants import asking, breaking
from jiazong.ground.access.grants.models import Ask, BreakGlass
from jiazong.ground.custody import forgetting, proving, rotating
from jiazong.ground.transparency.models import Leaf
from jiazong.people.supervision.queries import told_of_emergency
from jiazong.service.cases.actions.opening import subject_of
from jiazong.service.cases.models import Closing, Plan
from jiazong.service.cases.tests import factories as make
from jiazong.service.cases.tests.whole_life import WORDS, lived

pytestmark = pytest.mark.django_db
ASKED, ANSWERED, EMERGENCY, REVIEWED = "鸬鹚核对转介", "鸬鹚只看一次", "鸬鹚今晚可能出事", "鸬鹚的复核"
TABLES = "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND has_table_privilege(c.oid, 'SELECT') ORDER BY 1"


@pytest.fixture
def case():
    """A case lived to its end; the director asked for one look and then read it in an emergency."""
    of = make.house()
    make.officer(of)
    case = lived(of)
    director, officer = of.people["centre_director"], of.people["privacy_officer"]
    asked = asking.ask(subject_of(case), by=director, words=ASKED)
    asking.decide(asked, by=officer, is_granted=True, remark=ANSWERED)
    told = told_of_emergency(case.centre)
    glass = breaking.break_glass(subject_of(case), by=director, code="life", words=EMERGENCY, has_fresh_proof=True, tell=told)
    breaking.review(glass, by=officer, verdict="justified", remark=REVIEWED)
    return case


def places_of(text: str) -> list[str]:
    """Tables in which some words stand, as text or as the bytes of text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}" line WHERE line::text LIKE %s OR line::text LIKE %s', [f"%{text}%", f"%{text.encode().hex()}%"])
            found += [table] if cursor.fetchone()[0] else []
    return found


def test_no_table_holds_in_clear_what_was_written(case):
    assert "residents_person" in places_of("林秋月")
    assert {text: places_of(text) for text in (*WORDS, ASKED, ANSWERED, EMERGENCY, REVIEWED) if places_of(text)} == {}


def test_whoever_may_reads_it_as_it_was_written(case):
    assert (Plan.objects.get().opinion, Closing.objects.get().opinion) == (WORDS[13], WORDS[26])
    asked, glass = Ask.objects.get(), BreakGlass.objects.get()
    assert (asked.words, asked.remark, glass.words, glass.remark) == (ASKED, ANSWERED, EMERGENCY, REVIEWED)


def test_the_log_keeps_the_marks_of_the_rows(case):
    plan, asked, glass = Plan.objects.get(), Ask.objects.get(), BreakGlass.objects.get()
    assert plan.opinion.mark == plan.opinion_mark in Leaf.objects.get(subject=f"plan:{plan.pk}").private
    assert asked.words.mark == asked.words_mark in Leaf.objects.filter(subject=f"ask:{asked.pk}").latest("id").private
    assert glass.remark.mark == glass.remark_mark in Leaf.objects.filter(subject=f"glass:{glass.pk}").latest("id").private
    assert proving.changed_words() == []


def test_other_words_under_an_old_mark_are_named(case):
    plan = Plan.objects.get()
    plan.opinion = "别的意见"
    plan.save(update_fields=["opinion"])
    assert proving.changed_words() == [f"cases_plan.opinion {plan.pk}"]


def test_another_mark_than_the_log_keeps_is_named(case):
    plan = Plan.objects.get()
    plan.opinion = "别的意见"
    plan.save(update_fields=["opinion", "opinion_mark"])
    assert proving.changed_words() == [f"cases_plan.opinion {plan.pk}"]


def test_words_that_are_gone_are_named(case):
    """The system may seal anew what is sealed; what it leaves out, the mark tells."""
    asked = Ask.objects.get()
    Ask.objects.update(words=b"")
    assert proving.changed_words() == [f"access_ask.words {asked.pk}"]


@pytest.mark.parametrize("changes", [{"words_mark": "0" * 64}, {"is_granted": False}])
def test_a_decided_request_stays_as_it_is_even_for_the_system(case, changes):
    with pytest.raises(IntegrityError):
        Ask.objects.update(**changes)


def test_new_keys_leave_words_and_marks_as_they_are(case):
    rotating.rotate()
    rotating.carry_on()
    assert proving.changed_words() == []
    assert (Plan.objects.get().opinion, Ask.objects.get().words, BreakGlass.objects.get().remark) == (WORDS[13], ASKED, REVIEWED)


def test_words_whose_key_was_destroyed_are_no_fault(case):
    forgetting.forget(case.sealed_for)
    assert Plan.objects.exclude(opinion_mark="").exists()
    assert proving.changed_words() == []
