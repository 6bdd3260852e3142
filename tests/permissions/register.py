"""The restricted register of one side: a supervised colleague, notes and checks with canaries, a request, an emergency."""
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.grants import asking, breaking
from jiazong.ground.access.grants.models import Ask, BreakGlass
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import actions, queries
from jiazong.people.supervision.actions import Agreed, Head, Said
from jiazong.people.supervision.models import Check, Note, Pair, Planned, Sitting

FIRST_DAY = date(2025, 1, 1)
# Stands in every text of the register, so that whoever sees only the heads must not find it.
SECRET = "黑鹳"


@dataclass
class Register:
    """What is shared by a side, and what belongs to single people by their name in the world."""

    canary: str
    centre: Centre
    pair: Pair = None
    note: Note = None
    check: Check = None
    ask: Ask = None
    glass: BreakGlass = None
    sitting: Sitting = None
    notes: dict[str, Note] = field(default_factory=dict)
    sittings: dict[str, Sitting] = field(default_factory=dict)
    checks: dict[str, Check] = field(default_factory=dict)

    def note_of(self, person: object) -> dict[str, object]:
        """The person's own note where there is one, else the colleague's."""
        return {"pk": self.notes.get(str(person), self.note).pk}

    def check_of(self, person: object) -> dict[str, object]:
        """The person's own check where there is one, else the colleague's."""
        return {"pk": self.checks.get(str(person), self.check).pk}

    def sitting_of(self, person: object) -> Sitting:
        """A sitting of the person's own where there is one, else the colleague's."""
        return self.sittings.get(str(person), self.sitting)

    def planned_of(self, person: object) -> Planned:
        """A planned day of the supervisor who held that sitting."""
        return Planned.objects.get(supervisor=self.sitting_of(person).supervisor_id, centre=self.centre)

    def employ(self, name: str, role: str, worker: Worker, colleague: Worker) -> None:
        """A worker is supervised and checked; a supervisor writes about the colleague."""
        if role == "social_worker":
            pair = actions.pair(self.pair.supervisor, worker, by=None, on=FIRST_DAY)
            self.notes[name], self.checks[name] = _note(pair, f"{self.canary}自己"), _check(worker, self.canary)
            self.sittings[name] = _sitting(self.pair.supervisor, worker, f"{self.canary}自己")
        elif role == "supervisor":
            pair = actions.pair(worker.account, colleague, by=None, on=FIRST_DAY)
            self.notes[name] = _note(pair, f"{self.canary}自己")
            self.checks[name] = _check(worker, self.canary)
            self.sittings[name] = _sitting(worker.account, colleague, f"{self.canary}自己")


def furnish(centre: Centre, colleague: Worker, canary: str) -> Register:
    """A register in which everything exists once, between people who are not among those the world sends round."""
    supervisor, director = (
        Account.objects.create(login=f"{centre.pk}-{word}", name=f"{canary}{word}") for word in ("supervisor", "director")
    )
    for account, role in ((supervisor, "supervisor"), (director, "centre_director")):
        access.admit(account, role=role, scope_kind="centre", scope_code=centre.pk, by=None, on=FIRST_DAY)
    for number in range(2):
        officer = Account.objects.create(login=f"{centre.pk}-officer-{number}", name=f"{canary}officer{number}")
        access.admit(officer, role="privacy_officer", scope_kind="agency", scope_code=centre.agency_id, by=None, on=FIRST_DAY)
    pair = actions.pair(supervisor, colleague, by=None, on=FIRST_DAY)
    note = _note(pair, f"{canary}{SECRET}")
    subject, told = queries.subject_of_note(note), queries.holders("privacy_officer", centre)
    actions.report(centre, FIRST_DAY, results=f"{canary}结果", issues=f"{canary}问题", by=None)
    return Register(
        canary, centre, pair, note, _check(colleague, f"{canary}{SECRET}"),
        asking.ask(subject, by=director, words=f"{canary}请求", tell=tuple(told)),
        breaking.break_glass(subject, by=director, code="other", words=f"{canary}紧急", has_fresh_proof=True, tell=told),
        _sitting(supervisor, colleague, f"{canary}{SECRET}"),
    )  # fmt: skip


def _sitting(supervisor: Account, worker: Worker, words: str) -> Sitting:
    """A visit at which somebody took part and was given something to do, and another day that is planned."""
    head = Head(timezone.localdate(), Note.SITE_VISIT, halves=1)
    agreed = Agreed(f"{words.replace(SECRET, '')}行动", worker, timezone.localdate())
    texts = {"issues": f"{words}问题", "guidance": f"{words}意见"}
    actions.plan(supervisor, worker.centre, timezone.localdate(), 1, by=None)
    return actions.sit(supervisor, [worker.centre], head, texts=texts, attendees=[worker], agreed=[agreed], by=None)[0]


def _note(pair: Pair, words: str) -> Note:
    said = Said(timezone.localdate(), 60, Note.INDIVIDUAL, f"{words}谈", f"{words}约定", f"{words}备注")
    return actions.write_notes([pair], said, by=None)[0]


def _check(worker: Worker, words: str) -> Check:
    return actions.record_check(
        worker, kind=Check.YEARLY, asked_on=timezone.localdate(), result="found", number=f"{words}文号", words=f"{words}查到", by=None
    )
