from datetime import date

import pytest
from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access import queries as access
from jiazong.ground.accounts.models import Account
from jiazong.ground.workdays import queries as workdays
from jiazong.ledger.hours import queries
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.rules import entry
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.run.demo import loading
from jiazong.run.demo.tests.conftest import TODAY

pytestmark = pytest.mark.usefixtures("small")


@pytest.fixture(autouse=True)
def _reach_the_database(django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def running():
    return Contract.objects.get(centre_id="qinghe", first_day__lte=TODAY, last_day__gte=TODAY)


def test_four_centres_have_profile_rooms_staff_and_two_contracts_each():
    assert Centre.objects.count() == 4
    for centre in Centre.objects.all():
        assert centre.founded_on and centre.idea and centre.phone and centre.area_m2
        assert centre.rooms.count() >= 6
        assert centre.opening_hours.exists()
        assert centre.region.is_local and centre.region_id.startswith("4401")
        last, this = centre.contracts.order_by("first_day")
        assert last.last_day < this.first_day <= TODAY <= this.last_day
        assert this.assignments.filter(is_professional=True).count() == 14
        assert this.assignments.filter(is_professional=False).count() == 2
    assert Contract.objects.filter(first_day__lte=TODAY, last_day__gte=TODAY, is_trial=True).count() == 1


def test_the_roll_up_is_the_sum_of_the_postings():
    for contract in Contract.objects.all():
        rolled = {
            (row["month"], row["method_id"]): {name: row[name] for name in vars(queries.Totals())}
            for row in queries.month_series(contract)
        }
        assert rolled == {key: vars(totals) for key, totals in queries.sums_from_postings(contract).items()}


def test_one_centre_is_on_track_one_slow_in_two_one_behind_one_ahead():
    found = {
        contract.centre_id: queries.progress_of(contract, as_of=TODAY)
        for contract in Contract.objects.filter(first_day__lte=TODAY, last_day__gte=TODAY)
    }
    assert found["rongyin"].verdict.code == "on_track"
    assert (found["qinghe"].verdict.slow, found["qinghe"].verdict.behind) == (2, 0)
    assert found["tingwei"].verdict.behind >= 3
    ahead = found["qingting"].measures[0].standing
    assert 1.05 < ahead.done / ahead.expected_by_now < 1.1


def test_last_year_ended_with_everything_reached_and_all_months_closed():
    for contract in Contract.objects.filter(last_day__lt=TODAY):
        progress = queries.progress_of(contract, as_of=contract.last_day)
        assert progress.verdict.to_catch_up == 0
        assert not progress.hours.is_over_ceiling
        assert set(queries.closed_months(contract)) == set(entry.months_of_term(contract.first_day, contract.last_day))


def test_months_are_closed_up_to_the_last_one_and_some_lines_came_late():
    for contract in Contract.objects.filter(first_day__lte=TODAY, last_day__gte=TODAY):
        over = {month for month in entry.months_of_term(contract.first_day, TODAY) if entry.next_month(month) <= TODAY}
        assert set(queries.closed_months(contract)) == over
        assert contract.postings.filter(is_late=True).exists()
        assert contract.postings.filter(quantity=-1).exists()


def test_nothing_is_posted_outside_the_term_or_ahead_of_today():
    assert not Posting.objects.filter(day__gt=TODAY).exists()
    for contract in Contract.objects.all():
        assert not contract.postings.exclude(day__range=(contract.first_day, contract.last_day)).exists()


def test_the_demonstration_worker_has_two_days_to_fill_in_this_month():
    worker = Worker.objects.get(account__login="chen.jing")
    recorded: dict[date, int] = {}
    for row in queries.worker_month(worker, TODAY.replace(day=1)):
        recorded[row["day"]] = recorded.get(row["day"], 0) + row["direct"] + row["indirect"]
    days = [TODAY.replace(day=n) for n in range(1, TODAY.day)]
    missing = entry.gaps(days, recorded, expected=480, is_working=workdays.calendar(2026, 2026))
    assert sorted(missing.values()) == [150, 480]
    assert Posting.objects.filter(worker=worker, contract=running(), posted_by__login="chen.jing").exists()


# Who keeps the system, and who looks after personal data, has no business with contracts.
WORDS = {"reception": ["intake.desk", "residents.write"], "administrator": ["signed_in"], "privacy_officer": ["staff.read"],
         "panel_member": ["panel.score"]}  # fmt: skip


def test_every_login_signs_in_and_reaches_something(small):
    assert len({one.role for one in small.logins}) == len(small.logins) == 11
    for one in small.logins:
        account = Account.objects.get(login=one.login)
        assert account.check_password(one.password)
        words = WORDS.get(one.role, ["contracts.read", "progress.read"])
        held = access.memberships_on(account, TODAY)
        assert all(access.reach(held, word) for word in words)


def test_loading_again_changes_nothing_and_says_so(small):
    before = (Posting.objects.count(), Contract.objects.count(), Worker.objects.count(), Account.objects.count())
    again = loading.load("district", today=TODAY)
    assert not again.is_new
    assert (again.scale, again.postings, again.logins) == ("small", small.postings, small.logins)
    assert (Posting.objects.count(), Contract.objects.count(), Worker.objects.count(), Account.objects.count()) == before


def test_what_is_told_is_what_is_there(small):
    assert small.postings == Posting.objects.count()
    assert small.contract == running()
    assert small.director.login == "zhou.minyi"


def test_an_unknown_scale_is_refused():
    with pytest.raises(loading.UnknownScale):
        loading.load("province", today=TODAY)
