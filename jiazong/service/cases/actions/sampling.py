"""Each month the system draws which case files a supervisor reads; nobody picks them, and anybody can reckon the draw again.

A secret is made while the month runs and its hash published in the evidence log; after the month's end the secret is laid
open and joined with the root of the month's last checkpoint. Source: trust.md §3.3.
"""
import hashlib
import logging
import secrets
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import asking
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Ask, Grant
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.transparency import actions as transparency
from jiazong.people.supervision.queries import holders
from jiazong.people.supervision.rules import draws
from jiazong.people.supervision.rules.months import month_before, month_of
from jiazong.service.cases.actions.opening import level_of, subject_of
from jiazong.service.cases.models import Case, SampleMonth
from jiazong.service.cases.queries import sampling as queries

SUPERVISION, KIND = "supervision", "draw"
log = logging.getLogger("jiazong.cases.sampling")


@transaction.atomic
def announce(month: date) -> SampleMonth:
    """Make the secret of a month and publish its hash; a month that has one keeps it."""
    made, is_new = SampleMonth.objects.get_or_create(month=month, defaults={"secret": secrets.token_bytes(32)})
    if is_new:
        facts = {"deed": "announced", "month": f"{month:%Y-%m}", "hash": hashlib.sha256(made.secret).hexdigest()}
        transparency.append(KIND, f"draw:{month:%Y-%m}", facts)
    return made


@transaction.atomic
def draw_month(month: date) -> list[Grant]:
    """Draw the files of a month that is over and open them to the supervisors of their centres for 14 days.

    Nothing where the month was not announced, was drawn before, or has no checkpoint yet. A minor's file and a restricted one
    open to nobody by the draw alone: it asks a second person, the director or the privacy officer, and the yes opens them.
    """
    held = SampleMonth.objects.select_for_update().filter(month=month, drawn_at__isnull=True).first()
    checkpoint = queries.checkpoint_for(month, held.announced_at) if held else None
    if held is None or checkpoint is None:
        return []
    root, secret = bytes(checkpoint.root), bytes(held.secret)
    SampleMonth.objects.filter(pk=month).update(root=root, drawn_at=Now())
    given: list[Grant] = []
    for centre, found in queries.candidates(month).items():
        drawn = draws.draw(draws.seed(root, centre, secret), [one for one, _case in found])
        cases = {one.case: case for one, case in found}
        facts = {
            "deed": "drawn", "month": f"{month:%Y-%m}", "centre": centre, "root": root.hex(), "secret": secret.hex(),
            "files": [f"{one.case} {one.why}" for one in drawn],
        }  # fmt: skip
        transparency.append(KIND, f"draw:{month:%Y-%m}:{centre}", facts)
        given += _open([(cases[one.case], one.why) for one in drawn], month)
    chronicle.record("cases.sample_drawn", held, by=None, month=f"{month:%Y-%m}", grants=len(given))
    return given


def _open(drawn: list[tuple[Case, str]], month: date) -> list[Grant]:
    """Give the supervisors of a centre sight of its drawn files, or ask for it; one line tells each of them."""
    if not drawn:
        return []
    centre, given = drawn[0][0].centre, []
    deciders = {levels.READ: holders("centre_director", centre), levels.READ_RESTRICTED: holders("privacy_officer", centre)}
    for supervisor in holders("supervisor", centre):
        others = [one for one in drawn if one[0].worker.account_id != supervisor.pk]
        for case, why in others:
            reason = draws.reason(f"{month:%Y-%m}", case.code, why)
            if levels.needs_second(level=level_of(case, levels.READ), is_minor=case.is_minor):
                _ask(supervisor, case, reason, deciders)
            elif grant := _give(supervisor, case, reason):
                given.append(grant)
        if others:
            grants.tell(supervisor, "sample.drawn", subject_of(others[0][0]), by=None, month=f"{month:%Y-%m}")
    return given


def _ask(supervisor: Account, case: Case, reason: str, deciders: dict[int, list[Account]]) -> Ask:
    """Ask the second person: of a restricted file the privacy officer, of a minor's the director, never whoever works on it."""
    level = level_of(case, levels.READ)
    told = [one for one in deciders[level] if one.pk not in (supervisor.pk, case.worker.account_id)]
    return asking.ask_for_drawn(
        subject_of(case), reader=supervisor, reason=reason, level=level, is_minor=case.is_minor,
        tell=told or [one for one in deciders[levels.READ_RESTRICTED] if one.pk != supervisor.pk],
    )  # fmt: skip


def _give(supervisor: Account, case: Case, reason: str) -> Grant | None:
    try:
        with transaction.atomic():
            return grants.give(
                supervisor, subject_of(case), level=levels.READ, purpose=SUPERVISION, source=levels.SUPERVISOR_SAMPLE, by=None, reason=reason
            )
    except (levels.NotGranted, IntegrityError):
        log.warning("a drawn file could not be opened to a supervisor", exc_info=True)
        return None


def work(today: date) -> list[Grant]:
    """What is due on a day: the running month is announced, the one before is drawn."""
    announce(month_of(today))
    return draw_month(month_before(month_of(today)))
