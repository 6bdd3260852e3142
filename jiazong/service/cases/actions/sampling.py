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
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
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

    Nothing where the month was not announced, was drawn before, or has no checkpoint yet. Files of minors and restricted
    ones are in the list of the log, but open to nobody by a draw: they ask a second person.
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
        given += _open([cases[one.case] for one in drawn], month)
    chronicle.record("cases.sample_drawn", held, by=None, month=f"{month:%Y-%m}", grants=len(given))
    return given


def _open(cases: list[Case], month: date) -> list[Grant]:
    """Give the supervisors of a centre sight of its drawn files; one line tells each of them."""
    if not cases:
        return []
    supervisors, given = holders("supervisor", cases[0].centre), []
    for supervisor in supervisors:
        mine = [grant for case in cases if (grant := _give(supervisor, case, month))]
        if mine:
            grants.tell(supervisor, "sample.drawn", subject_of(cases[0]), by=None, month=f"{month:%Y-%m}")
        given += mine
    return given


def _give(supervisor: Account, case: Case, month: date) -> Grant | None:
    level = level_of(case, levels.READ)
    if case.is_minor or level >= levels.READ_RESTRICTED or case.worker.account_id == supervisor.pk:
        return None
    try:
        with transaction.atomic():
            return grants.give(
                supervisor, subject_of(case), level=level, purpose=SUPERVISION, source=levels.SUPERVISOR_SAMPLE, by=None,
                reason=f"case.sample {month:%Y-%m}",
            )  # fmt: skip
    except (levels.NotGranted, IntegrityError):
        log.warning("a drawn file could not be opened to a supervisor", exc_info=True)
        return None


def work(today: date) -> list[Grant]:
    """What is due on a day: the running month is announced, the one before is drawn."""
    announce(month_of(today))
    return draw_month(month_before(month_of(today)))
