"""Random histories of grants against a small reference: the application and the database, asked at every step, agree with it.

JIAZONG_GRANT_HISTORIES says how many; the long run takes 10,000.
"""
import os
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants import actions, queries, rules, sql
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.access.models import Membership
from jiazong.ground.accounts.models import Account
from jiazong.ground.transparency.tests.owner import past_policies

pytestmark = pytest.mark.django_db
WORDS = ("supervision.read", "supervision.write", "checks.read", "hours.log")
PURPOSES = ("supervision", "approval", "crisis")
KIND, LONG_AGO = "probe", date(2025, 1, 1)
HOURS = st.integers(1, 200)
# Moving the clock on is the same as moving every moment back; only the owner may, with the triggers asleep.
EARLIER = """UPDATE access_grant SET valid_from = valid_from - %s, valid_to = valid_to - %s, revoked_at = revoked_at - %s,
  created_at = created_at - %s"""


@dataclass(frozen=True)
class Known:
    """A grant in the reference."""

    holder: int
    subject: int
    sight: rules.Sight


class Histories(RuleBasedStateMachine):
    """Three people, two files, and whatever may happen to grants."""

    grants = Bundle("grants")
    asked = differences = 0

    def __init__(self) -> None:
        super().__init__()
        self.saved = transaction.savepoint()
        self.people = [Account.objects.create(login=f"grant-{number}", name=f"甲{number}") for number in range(3)]
        for person in self.people:
            Membership.objects.create(account=person, role="supervisor", scope_kind="centre", scope_code="x", first_day=LONG_AGO)
        self.gone: set[int] = set()
        self.files = [str(person.pk) for person in self.people[:2]]
        self.known: dict[object, Known] = {}

    def teardown(self) -> None:
        # Let go as well: a savepoint left open makes every later write pay for all before it.
        transaction.savepoint_rollback(self.saved)
        transaction.savepoint_commit(self.saved)

    @rule(
        target=grants, holder=st.integers(0, 2), file=st.integers(0, 1), level=st.sampled_from(rules.LEVELS),
        purpose=st.sampled_from(PURPOSES), source=st.sampled_from(rules.SOURCES), hours=HOURS,
    )  # fmt: skip
    def give(self, holder: int, file: int, level: int, purpose: str, source: str, hours: int) -> object:
        """Somebody gets to see a file; a reading in an emergency only reads."""
        if source == rules.BREAK_GLASS and level not in rules.READING:
            return None
        lasts = min(timedelta(hours=hours), queries.longest(source))
        other = self.people[(holder + 1) % 3]
        grant = actions.give(
            self.people[holder], Subject(KIND, self.files[file], "", None), level=level, purpose=purpose, source=source,
            by=other, approver=other, lasts=lasts,
        )  # fmt: skip
        self.known[grant.pk] = Known(holder, file, rules.Sight(level, purpose, grant.valid_from, grant.valid_to))
        return grant.pk

    @rule(key=grants)
    def revoke(self, key: object) -> None:
        """Somebody loses sight of a file, if it had not ended before."""
        if known := self.known.get(key):
            actions.revoke(Grant.objects.get(pk=key), by=None)
            now = queries.database_now()
            if known.sight.revoked_at is None and known.sight.valid_from <= now < known.sight.valid_to:
                self.known[key] = replace(known, sight=replace(known.sight, revoked_at=now))

    @rule(key=grants, share=st.integers(1, 9))
    def shorten(self, key: object, share: int) -> None:
        """A grant is to end earlier than it would."""
        known, now = self.known.get(key), queries.database_now()
        if known and known.sight.revoked_at is None and now < known.sight.valid_to - timedelta(minutes=1):
            to = now + (known.sight.valid_to - now) * share / 10
            actions.shorten(Grant.objects.get(pk=key), to=to, by=None)
            self.known[key] = replace(known, sight=replace(known.sight, valid_to=to))

    @rule(number=st.integers(0, 2), is_role=st.booleans())
    def leave_or_return(self, number: int, is_role: bool) -> None:
        """Somebody's last role ends or her account is closed, and later it is as before; grants that run open nothing meanwhile."""
        person, is_back = self.people[number], number in self.gone
        person.memberships.update(last_day=LONG_AGO if is_role and not is_back else None)
        Account.objects.filter(pk=person.pk).update(is_active=is_back or is_role)
        self.gone ^= {number}

    @rule(hours=HOURS)
    def wait(self, hours: int) -> None:
        """Hours pass by the database's clock."""
        by = timedelta(hours=hours)
        with past_policies("access_grant", with_triggers=False) as cursor:
            cursor.execute(EARLIER, [by] * 4)
            assert cursor.rowcount == len(self.known)
        self.known = {key: replace(one, sight=_earlier(one.sight, by)) for key, one in self.known.items()}

    @invariant()
    def both_layers_say_what_the_reference_says(self) -> None:
        """One person, one word, one level: the files both layers open are those of the reference."""
        Histories.asked += 1
        number = Histories.asked
        holder, word, level = number % 3, WORDS[number // 3 % len(WORDS)], rules.LEVELS[number // 7 % 5]
        account, now = self.people[holder], queries.database_now()
        right = {
            self.files[one.subject] for one in self.known.values()
            if holder not in self.gone and one.holder == holder and rules.is_open(one.sight, level=level, purposes=queries.purposes_of(word), now=now)
        }  # fmt: skip
        application = {str(pk) for pk in Account.objects.filter(queries.granted(account, KIND, level, word)).values_list("pk", flat=True)}
        assert application == right, (word, level)
        assert self._by_the_database(account, word, level) == (right, right), (word, level)

    def _by_the_database(self, account: Account, word: str, level: int) -> tuple[set[str], set[str]]:
        """The files by the function `app.granted` and by the condition the policies carry."""
        inline = sql.granted(KIND, "file", level)
        with acting(account, word), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT file, app.granted(%s, file, %s), {inline} FROM unnest(%s::text[]) file", [KIND, level, self.files]
            )
            rows = cursor.fetchall()
        return {file for file, by_function, _ in rows if by_function}, {file for file, _, by_policy in rows if by_policy}


def _earlier(sight: rules.Sight, by: timedelta) -> rules.Sight:
    def moved(moment: datetime | None) -> datetime | None:
        return moment and moment - by

    return replace(
        sight, valid_from=moved(sight.valid_from), valid_to=moved(sight.valid_to), revoked_at=moved(sight.revoked_at)
    )


def _run(histories: int) -> None:
    Histories.asked = 0
    run_state_machine_as_test(
        Histories,
        settings=settings(
            max_examples=histories, stateful_step_count=15, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_both_layers_agree_with_the_reference_over_random_histories(capsys):
    histories = int(os.environ.get("JIAZONG_GRANT_HISTORIES", "60"))
    _run(histories)
    with capsys.disabled():
        print(f"\nGrants: {histories} random histories, {Histories.asked:,} questions to each layer, 0 differences.")


@pytest.mark.long
def test_both_layers_agree_over_ten_thousand_histories(capsys):
    _run(int(os.environ.get("JIAZONG_GRANT_HISTORIES", "10000")))
    with capsys.disabled():
        print(f"\nGrants: {Histories.asked:,} questions to each layer, 0 differences.")
