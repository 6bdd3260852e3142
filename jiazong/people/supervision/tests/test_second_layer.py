"""The database alone: every person of a house asks every table of the register by plain SQL, without the application."""
import threading
import time
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting, acting_as_system
from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import asking, queries, rules
from jiazong.ground.access.grants.models import Grant, Read
from jiazong.ground.access.grants.reading import note_read
from jiazong.ground.transparency.tests.owner import past_policies
from jiazong.people.supervision import permissions
from jiazong.people.supervision.models import NotePrivate, NoteText
from jiazong.people.supervision.queries import PAIR, subject_of_note
from jiazong.people.supervision.tests import factories as make

TABLES = ("pair", "note", "notetext", "noteprivate", "check", "checktext")
# Who sees how many rows of pair, note, text, private remark, check, paper, under the word that lists or reads.
SEES = {
    "supervisor": (1, 1, 1, 1, 0, 0),
    "worker": (1, 1, 1, 0, 1, 1),
    "director": (1, 1, 0, 0, 1, 0),
    "officer": (1, 1, 0, 0, 1, 0),
    "colleague": (0, 0, 0, 0, 0, 0),
    "office": (0, 0, 0, 0, 0, 0),
}


@pytest.fixture
def ours(db):
    house = make.house()
    make.note(house)
    make.check(house)
    return house


def rows(account, word, table):
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM supervision_{table}")
        return cursor.fetchone()[0]


def try_sql(account, word, statement, *values):
    with transaction.atomic(), acting(account, word), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


@pytest.mark.parametrize("who", SEES)
def test_each_sees_by_plain_sql_what_she_may_and_no_row_more(ours, who):
    assert tuple(rows(ours.people[who], "supervision.read", table) for table in TABLES) == SEES[who]


@pytest.mark.parametrize("role", ["street_office", "district_bureau", "city_bureau", "administrator"])
def test_offices_see_no_row(ours, role):
    scope = {"administrator": ("everywhere", "")}.get(role, ("region", ours.centre.region_id))
    person = make.place.member(role, *scope)
    assert {rows(person, "supervision.read", table) for table in TABLES} == {0}


def test_without_anybody_acting_there_is_no_row(ours):
    with acting(None, "supervision.read"), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM supervision_{table}")
            assert cursor.fetchone()[0] == 0


def test_a_grant_opens_nothing_under_a_word_it_was_not_given_for(ours):
    assert rows(ours.supervisor, "supervision.read", "notetext") == 1
    assert rows(ours.supervisor, "hours.log", "notetext") == 0


def test_whom_a_note_complains_about_finds_no_row_whatever_she_holds(ours):
    director = ours.director.workers.get()
    note = make.note(ours, made=make.pair(ours, ours.colleague), about=director)
    subject = subject_of_note(note)
    with acting(ours.director, "supervision.read"):
        assert not NoteText.objects.filter(note=note).exists()
    grants.give(ours.director, subject, level=2, purpose="approval", source="approval_step", by=ours.officer, approver=ours.officer)
    with acting(ours.director, "supervision.read"):
        assert not NoteText.objects.filter(note=note).exists()


def test_the_application_alone_opens_the_same_texts(ours):
    """As the owner of the tables, past all policies, the application's own conditions let the same people in."""
    with past_policies():
        assert (NoteText.objects.count(), NotePrivate.objects.count()) == (1, 1)
        for who, account in ours.people.items():
            texts, private = permissions.texts_open_to(account, "supervision.read"), permissions.private_open_to(account, "supervision.read")
            assert (texts.count(), private.count()) == SEES[who][2:4], who


# A director may in an emergency, for four hours, and it is told: that has a test of its own.
FORBIDDEN = [
    (who, source)
    for source in rules.SOURCES
    for who in ("director", "officer", "worker", "colleague", "office")
    if (who, source) != ("director", "break_glass")
]


@pytest.mark.parametrize(("who", "source"), FORBIDDEN)
def test_nobody_gives_herself_a_grant_by_plain_sql(ours, who, source):
    note = NoteText.objects.get().note_id
    with pytest.raises(DatabaseError):
        try_sql(
            ours.people[who], "supervision.read",
            """INSERT INTO access_grant (id, account_id, subject_type, subject_id, centre, level, purpose, source, is_minor, valid_to,
               approver_id, reason, created_by_id) VALUES (gen_random_uuid(), app.account(), 'supervision_note', %s, %s, 2,
               'supervision', %s, false, statement_timestamp() + interval '1 hour', app.account(), '', app.account())""",
            str(note), ours.centre.code, source,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "refused_by"),
    [
        ("UPDATE access_grant SET valid_to = valid_to + interval '1 day'", "access_grant_only_shorter"),
        ("UPDATE access_grant SET level = 5", None),
        ("UPDATE access_grant SET account_id = created_by_id", None),
        ("UPDATE access_grant SET valid_to = valid_from + interval '1 microsecond'", "access_grant_only_shorter"),
        ("DELETE FROM access_grant", None),
        ("UPDATE access_read SET at = at - interval '1 day'", None),
        ("DELETE FROM access_read", None),
        ("UPDATE supervision_check SET result = 'found'", None),
    ],
)
def test_what_was_written_stays_even_for_the_owner_of_the_tables(ours, statement, refused_by):
    note = NoteText.objects.select_related("note__pair__worker").get().note
    note_read(subject_of_note(note), by=ours.supervisor, word="supervision.read", grant=None)
    with pytest.raises(IntegrityError) as fault, past_policies() as cursor:
        cursor.execute(statement)
    assert refused_by is None or fault.value.__cause__.diag.constraint_name == refused_by


@pytest.mark.parametrize(
    ("columns", "refused_by"),
    [
        ({"level": 4, "source": "supervisor_sample"}, "access_grant_another_approves"),
        ({"level": 4, "source": "supervisor_sample", "approver": "self"}, "access_grant_another_approves"),
        ({"level": 2, "source": "supervisor_sample", "is_minor": True}, "access_grant_another_approves"),
        ({"level": 2, "source": "approval_step"}, "access_grant_another_approves"),
        ({"level": 3, "source": "break_glass"}, "access_grant_glass_only_reads"),
        ({"level": 2, "source": "break_glass", "hours": 5}, "access_grant_limit"),
        ({"level": 2, "source": "approval_step", "approver": "other", "hours": 73}, "access_grant_limit"),
        ({"level": 6, "source": "handover", "approver": "other"}, "access_grant_level"),
        ({"level": 2, "source": "friendship"}, "access_grant_limit"),
        ({"level": 2, "source": "handover", "hours": -1}, "access_grant_ends_after_it_begins"),
        ({"level": 2, "source": "handover", "from": -2}, "access_grant_not_back_dated"),
    ],
)
def test_the_table_itself_refuses_a_grant_that_must_not_be(ours, columns, refused_by):
    approver = {"self": ours.director.pk, "other": ours.officer.pk, None: None}[columns.get("approver")]
    begins = columns.get("from", 0)
    with pytest.raises(IntegrityError) as fault, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO access_grant (id, account_id, subject_type, subject_id, centre, level, purpose, source, is_minor,
               valid_from, valid_to, approver_id, reason) VALUES (gen_random_uuid(), %s, 'probe', 'x', '', %s, 'supervision', %s, %s,
               statement_timestamp() + make_interval(hours => %s), statement_timestamp() + make_interval(hours => %s), %s, '')""",
            [ours.director.pk, columns["level"], columns["source"], columns.get("is_minor", False), begins,
             begins + columns.get("hours", 1), approver],
        )  # fmt: skip
    assert fault.value.__cause__.diag.constraint_name == refused_by


@pytest.mark.parametrize("role", rules.OFFICES)
def test_an_office_never_holds_a_grant_and_whoever_holds_one_gets_no_office(ours, role):
    person = make.place.member(role, "everywhere", "")
    with pytest.raises(rules.MayNotHold):
        grants.give(person, subject_of_note(_note()), level=2, purpose="approval", source="handover", by=ours.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        access.admit(ours.supervisor, role=role, scope_kind="everywhere", scope_code="", by=None, on=make.place.SINCE)


def test_nobody_decides_about_her_own_request(ours):
    asked = asking.ask(subject_of_note(_note()), by=ours.director, words="要看")
    with pytest.raises(rules.NeedsAnotherApprover):
        asking.decide(asked, by=ours.director, is_granted=True)
    assert try_sql(ours.director, "grants.decide", "UPDATE access_ask SET decided_at = now(), is_granted = true") == 0


def test_nobody_hands_on_what_she_does_not_hold(ours):
    with pytest.raises(rules.NotYours):
        grants.hand_over(subject_of_note(_note()), level=2, word="supervision.read", to=ours.director, by=ours.officer, reason="")


def test_a_read_is_written_in_the_readers_own_name_alone(ours):
    with pytest.raises(DatabaseError), transaction.atomic(), acting(ours.director, "supervision.read"):
        Read.objects.create(account=ours.supervisor, subject_type="x", subject_id="y", what="text", purpose="approval")


def test_the_clock_that_counts_is_the_databases(ours, monkeypatch):
    """With the application's clock a year ahead a live grant stays open; a year behind, an ended one stays shut."""
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(days=365))
    assert queries.grant_for(ours.supervisor, PAIR, _note().pair_id, 3, "supervision.write")
    grants.revoke(Grant.objects.get(), by=None)
    monkeypatch.setattr(timezone, "now", lambda: real() - timedelta(days=365))
    assert queries.grant_for(ours.supervisor, PAIR, _note().pair_id, 3, "supervision.write") is None
    assert rows(ours.supervisor, "supervision.read", "notetext") == 0


@pytest.mark.django_db(transaction=True)
def test_a_revoked_grant_is_shut_for_another_connection_within_a_second():
    house = make.house()
    note = make.note(house)
    shut_after = []

    def watch():
        end = time.monotonic() + 10
        while time.monotonic() < end:
            if rows(house.supervisor, "supervision.read", "notetext") == 0:
                shut_after.append(time.monotonic())
                break
            time.sleep(0.02)
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    time.sleep(0.3)
    with acting_as_system("tests"):
        grants.revoke(Grant.objects.get(subject_id=str(note.pair_id)), by=None)
    revoked = time.monotonic()
    watcher.join()
    assert shut_after and shut_after[0] - revoked <= 1


def _note():
    return NoteText.objects.select_related("note__pair__worker__account").get().note
