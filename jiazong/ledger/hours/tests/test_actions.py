"""Writes of the ledger: only added, counted once, rolled up in the same transaction."""
import threading
import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiazong.ledger.hours import actions, queries
from jiazong.ledger.hours.actions.batch import BatchRefused
from jiazong.ledger.hours.models import MonthTotal, Posting, Source
from jiazong.ledger.hours.queries import rows
from jiazong.ledger.hours.rules import entry
from jiazong.ledger.hours.tests.factories import draft, make_account, make_contract

pytestmark = pytest.mark.django_db


def book_of(contract: object) -> Source:
    return Source.objects.create(contract=contract, kind=Source.BOOK, name="台账.xlsx")


def test_a_service_posted_shows_at_once_in_the_totals() -> None:
    contract = make_contract()
    actions.post(contract, draft(contract, direct=90, indirect=30, persons=2), by=make_account())
    (totals,) = queries.totals_by_method(contract, as_of=date(2025, 3, 3)).values()
    assert (totals.rows, totals.direct_minutes, totals.indirect_minutes, totals.person_times) == (1, 90, 30, 2)
    assert queries.totals_by_method(contract, as_of=date(2025, 3, 2)) == {}


def test_only_professionals_hours_count_towards_the_contracts_hours() -> None:
    contract = make_contract()
    actions.post(contract, draft(contract, worker=0, direct=60), by=None)
    actions.post(contract, draft(contract, worker=2, direct=100, persons=3), by=None)
    found = queries.progress_of(contract, as_of=date(2025, 3, 31))
    assert found.hours.direct_minutes == 60
    assert {one.code: one.standing.done for one in found.indicators} == {"visits": 2, "groups": 0, "attendance": 0}


def test_the_same_request_twice_is_one_posting() -> None:
    contract, key = make_contract(), uuid.uuid4()
    first = actions.post(contract, draft(contract), by=None, request_key=key)
    assert actions.post(contract, draft(contract), by=None, request_key=key) == first
    assert Posting.objects.filter(contract=contract).count() == 1


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"day": date(2024, 12, 31)}, entry.OutsideTerm), ({"day": date(2026, 1, 1)}, entry.OutsideTerm),
        ({"direct": 0}, entry.NoDuration), ({"direct": 1441}, entry.MoreThanADay),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_leaves_nothing(change: dict, refusal: type) -> None:
    contract = make_contract()
    with pytest.raises(refusal):
        actions.post(contract, draft(contract, **change), by=None)
    assert not Posting.objects.exists() and not MonthTotal.objects.exists()


def test_a_worker_who_is_not_on_the_list_is_refused() -> None:
    contract, other = make_contract(), make_contract()
    with pytest.raises(entry.NotOnList):
        actions.post(contract, draft(other), by=None)


def test_two_places_at_once_and_a_day_over_24_hours_are_refused_at_entry() -> None:
    contract = make_contract()
    actions.post(contract, draft(contract, direct=60, start_minute=600), by=None)
    with pytest.raises(entry.TwoPlacesAtOnce):
        actions.post(contract, draft(contract, direct=30, start_minute=659), by=None)
    actions.post(contract, draft(contract, direct=30, start_minute=660), by=None)
    with pytest.raises(entry.MoreThanADay):
        actions.post(contract, draft(contract, direct=1351), by=None)


def test_a_correction_is_a_reversal_and_a_second_posting() -> None:
    contract = make_contract()
    first = actions.post(contract, draft(contract, direct=60), by=None)
    second = actions.correct(first, draft(contract, direct=45, method=1), reason="记错了方法", by=None)
    lines = list(Posting.objects.filter(contract=contract).order_by("pk").values_list("quantity", "direct_minutes", "reverses", "corrects"))
    assert lines == [(1, 60, None, None), (-1, -60, first.pk, None), (1, 45, None, first.pk)]
    assert second.corrects == first and queries.roll_up_agrees(contract)
    with pytest.raises(entry.AlreadyReversed):
        actions.correct(first, draft(contract), reason="再来", by=None)


def test_the_database_itself_refuses_to_change_or_remove_a_posting() -> None:
    contract = make_contract()
    posting = actions.post(contract, draft(contract), by=None)
    for deed in (lambda: Posting.objects.filter(pk=posting.pk).update(direct_minutes=999), posting.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            deed()


def test_what_comes_after_closing_is_late_for_ever() -> None:
    contract = make_contract()
    early = actions.post(contract, draft(contract), by=None)
    closing = actions.close_month(contract, date(2025, 3, 1), by=None)
    assert actions.close_month(contract, date(2025, 3, 9), by=None) == closing
    late = actions.correct(early, draft(contract, direct=30), reason="补记", by=None)
    assert not early.is_late and late.is_late and early.reversed_by.is_late
    batch = actions.post_batch(contract, [draft(contract, direct=10), draft(contract, day=date(2025, 4, 1))], source=book_of(contract), by=None)
    assert batch.posted == 2
    assert list(Posting.objects.order_by("pk").values_list("is_late", flat=True)) == [False, True, True, True, False]
    assert (closing.rows, closing.direct_minutes) == (1, 60)


def test_a_month_that_is_not_over_or_not_of_the_term_is_not_closed() -> None:
    today = date.today()
    contract = make_contract(first_day=date(today.year, 1, 1), last_day=date(today.year + 1, 12, 31))
    with pytest.raises(entry.MonthNotOver):
        actions.close_month(contract, today, by=None)
    with pytest.raises(entry.OutsideTerm):
        actions.close_month(contract, date(today.year - 1, 12, 1), by=None)


def test_a_batch_is_posted_whole_or_not_at_all() -> None:
    contract, other = make_contract(), make_contract()
    drafts = [draft(contract), draft(contract, direct=1500), draft(other), draft(contract, day=date(2026, 1, 1))]
    for wrong in drafts[1:]:
        with pytest.raises(BatchRefused):
            actions.post_batch(contract, [drafts[0], wrong], source=book_of(contract), by=None)
    assert not Posting.objects.exists() and not MonthTotal.objects.exists()


def test_a_batch_counts_by_the_version_of_the_rule_of_each_day() -> None:
    contract = make_contract()
    second = contract.hours_rules.create(version=2, first_day=date(2025, 7, 1), professionals=3, total_minutes=1, floor_minutes=1, ceiling_percent=110, source="补充协议")
    actions.post_batch(contract, [draft(contract), draft(contract, day=date(2025, 7, 1))], source=book_of(contract), by=None)
    assert list(Posting.objects.order_by("day").values_list("rule__version", flat=True)) == [1, second.version]


deeds = st.lists(
    st.tuples(st.sampled_from(["post", "batch", "correct", "reverse", "close"]), st.integers(0, 2), st.integers(0, 1), st.integers(1, 300), st.integers(1, 12)),
    max_size=14,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_after_any_history_the_roll_up_equals_the_postings(history: list[tuple]) -> None:
    contract = make_contract()
    for deed, worker, method, minutes, month in history:
        service = draft(contract, worker=worker, method=method, direct=minutes, day=date(2025, month, 5))
        living = queries.standing_postings(contract).order_by("-pk").first()
        try:
            with transaction.atomic():
                if deed == "post":
                    actions.post(contract, service, by=None)
                elif deed == "batch":
                    actions.post_batch(contract, [service, service], source=book_of(contract), by=None)
                elif deed == "close":
                    actions.close_month(contract, service.day, by=None)
                elif living and deed == "correct":
                    actions.correct(living, service, reason="改", by=None)
                elif living:
                    actions.reverse(living, reason="撤", by=None)
        except entry.Refused:
            pass
        assert queries.roll_up_agrees(contract)
    # What the database has added up by worker and month is what the lines add up to, for every measure.
    for code in ("total_hours", "direct_hours", *contract.indicators.values_list("code", flat=True)):
        measure = rows.counted(contract, code)
        assert measure is not None and rows.breakdown(contract, measure) == rows.breakdown(contract, measure, until=date(2999, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_with_writers_at_the_same_time_the_roll_up_equals_the_postings() -> None:
    contract = make_contract()
    faults: list[BaseException] = []

    def write(worker: int) -> None:
        try:
            for n in range(12):
                day = date(2025, 1 + n % 12, 1 + worker)
                if n % 4 == 3:
                    actions.post_batch(contract, [draft(contract, worker=worker, day=date(2025, m, 9), direct=5) for m in (12, 1, 6)], source=book_of(contract), by=None)
                else:
                    posting = actions.post(contract, draft(contract, worker=worker, method=n % 2, day=day, direct=20), by=None)
                    if n % 3 == 0:
                        actions.correct(posting, draft(contract, worker=worker, day=day, direct=25), reason="改", by=None)
                if n == 6:
                    actions.close_month(contract, date(2025, 1 + worker, 1), by=None)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    run_together([lambda w=w: write(w) for w in (0, 1, 2)])
    assert faults == []
    assert queries.roll_up_agrees(contract)
    assert sum(total.rows for total in MonthTotal.objects.filter(contract=contract)) == 3 * (9 + 3 * 3)


@pytest.mark.django_db(transaction=True)
def test_the_same_request_from_two_sides_at_once_is_one_posting() -> None:
    contract, key = make_contract(), uuid.uuid4()

    def write() -> None:
        actions.post(contract, draft(contract), by=None, request_key=key)
        connections.close_all()

    run_together([write] * 4)
    assert Posting.objects.filter(contract=contract).count() == 1


def run_together(deeds_at_once: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds_at_once]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    connection.close()


def test_progress_costs_a_fixed_number_of_questions(django_assert_num_queries: Callable) -> None:
    for postings in (1, 30):
        contract = make_contract()
        actions.post_batch(contract, [draft(contract, direct=5, day=date(2025, 3, 1 + n % 28)) for n in range(postings)], source=book_of(contract), by=None)
        with django_assert_num_queries(5):
            queries.progress_of(contract, as_of=date(2025, 3, 15))
