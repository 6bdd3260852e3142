"""Each form of a case with the value of every field: one function a form, and nothing is asked that is known already."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate, localtime

from jiazong.ground.papers.actions import Part
from jiazong.ground.papers.filling import Ticks
from jiazong.service.cases import contact_words, wording
from jiazong.service.cases.models import (
    Assessment,
    Case,
    Closing,
    FollowUp,
    HomeVisit,
    Intake,
    Note,
    NoteText,
    Plan,
    Referral,
    Step,
)
from jiazong.service.cases.papers.heads import (
    Head,
    about_whom,
    files,
    joined,
    minutes_of_day,
    of_person,
    worker,
    yes,
)
from jiazong.service.cases.queries import assessing, closing, following, notes, planning, referring, visiting
from jiazong.service.cases.queries import cases as queries
from jiazong.service.cases.queries.following import Found
from jiazong.service.cases.rules import assessing as assessing_rules

INTAKE, ASSESSMENT, PLAN, NOTE, VISIT, REFERRAL, CLOSING, FOLLOW_UP, SATISFACTION = FORMS = (
    "intake", "assessment", "plan", "note", "visit", "referral", "closing", "follow_up", "satisfaction",
)  # fmt: skip
TAKEN = [(Intake.ACCEPTED, "接案"), (Intake.REFUSED, "不接案"), (Intake.REFERRED, "转介")]
TEXTS = ("purpose", "content", "skills", "reaction", "next_step")


class NothingToPrint(LookupError):
    """The case has no such form, or it does not open to whoever asks."""


@dataclass(frozen=True)
class Kind:
    """A kind of form: its records, the newest first, and how one of them becomes a paper; `mark` stands in its number."""

    rows: Callable[[Head], list[Any]]
    values: Callable[[Head, Any], dict[str, Any]]
    mark: str
    about: Callable[[Any], str] = lambda record: ""

    def part(self, head: Head, form: str, record: Any, number: int) -> Part:
        values = about_whom(head) | self.values(head, record)
        return Part(form, values, f"{head.case.code}-{self.mark}{number}", self.about(record))


def part_of(head: Head, form: str, key: object = "") -> Part:
    """One form of a case, the newest of its kind unless a key is named; raises NothingToPrint."""
    for number, record in listed(head, form):
        if not key or str(record_of(record).pk) == str(key):
            return KINDS[form].part(head, form, record, number)
    raise NothingToPrint(form)


def parts_of(head: Head, form: str) -> list[Part]:
    """Every form of a kind, the oldest first."""
    return [KINDS[form].part(head, form, record, number) for number, record in reversed(listed(head, form))]


def listed(head: Head, form: str) -> list[tuple[int, Any]]:
    """The records of a kind with their number in the file, the newest first."""
    rows = KINDS[form].rows(head)
    return list(zip(range(len(rows), 0, -1), rows, strict=True))


def record_of(record: Any) -> Any:
    """The row behind what a query gave."""
    return record.record if isinstance(record, Found) else record


def _intakes(head: Head) -> list[Intake]:
    found = queries.intake_of(head.case)
    return [found] if found and head.known else []


def _intake(head: Head, one: Intake) -> dict[str, Any]:
    return of_person(head) | {
        "intake.source": Ticks.of(wording.SOURCES, one.source),
        "intake.referred_by": one.referred_by, "intake.contact": one.contact, "intake.issue": one.issue,
        "intake.urgency": Ticks.of(wording.URGENCIES, one.urgency),
        "intake.prior_service": one.prior_service, "intake.consent_on": one.consent_on,
        "intake.decision": Ticks.of(TAKEN, one.decision),
        "intake.reason": one.reason, "intake.referred_to": one.referred_to,
        "intake.decided_by": one.decided_by, "intake.decided_on": one.decided_on, "intake.written_by": one.written_by,
        "files.names": files(head, "") + files(head, "intake"),
    }  # fmt: skip


def _assessments(head: Head) -> list[Assessment]:
    return [one for one in assessing.assessments_of(head.case) if one.completed_at]


def _assessment(head: Head, one: Assessment) -> dict[str, Any]:
    systems, risks, needs = one.systems or {}, one.risks or {}, one.needs or []
    return {
        "assessment.made_on": one.made_on, "assessment.scale": f"{one.scale.name}（第 {one.scale.version} 版）",
        "assessment.colour": wording.colour_of(one.colour), "assessment.review": one.next_review_on,
        "map.family": head.maps.get("family"), "map.eco": head.maps.get("eco"),
        "assessment.personal": systems.get(assessing_rules.PERSONAL, ""),
        "assessment.family": systems.get(assessing_rules.FAMILY, ""),
        "assessment.social": systems.get(assessing_rules.SOCIAL, ""),
        "assessment.strengths": one.strengths, "assessment.resources": one.resources,
        **{f"assessment.{risk}": Ticks.of(wording.RISK_LEVELS, risks.get(risk, {}).get("level", "")) for risk in assessing_rules.RISKS},
        "assessment.risk_words": joined(
            f"{wording.word_of(wording.RISKS, risk)}：{risks[risk]['words']}" for risk in risks if risks[risk].get("words")
        ),
        "assessment.scores": [
            {"score.domain": domain["name"], "score.item": item["name"],
             "score.points": f"{(one.scores or {}).get(domain['code'], {}).get(item['code'], '')} / {item['points']}"}
            for domain in one.scale.domains for item in domain["items"]
        ],
        "assessment.needs": joined(needs),
        "assessment.worker_view": one.worker_view, "assessment.user_view": one.user_view,
        "case.worker": worker(head), "files.names": files(head, f"assessment:{one.pk}"),
    }  # fmt: skip


def _plan(head: Head, one: Plan) -> dict[str, Any]:
    return {
        "plan.number": f"第 {one.number} 版", "plan.agreed_on": one.agreed_on, "plan.sessions": one.sessions_planned,
        "plan.is_hard_case": yes(one.is_hard_case), "plan.steps": _steps(one), "plan.means": one.means,
        "plan.opinion": one.opinion, "plan.decided_by": one.decided_by, "plan.decided_on": _day(one.decided_at),
        "case.worker": worker(head), "files.names": files(head, f"plan:{one.pk}"),
    }  # fmt: skip


def _steps(plan: Plan) -> list[dict[str, Any]]:
    """A line a step; a goal without one has its line too."""

    def line(step: Step | None) -> dict[str, Any]:
        said = (step.words, step.who, step.due_on) if step else ("", "", None)
        return dict(zip(("step.words", "step.who", "step.due_on"), said, strict=True))

    return [
        {"goal.domain": goal.domain, "goal.words": goal.words} | line(step)
        for goal in plan.goals.all() for step in (list(goal.steps.all()) or [None])
    ]  # fmt: skip


def _note(head: Head, one: Note) -> dict[str, Any]:
    texts = list(one.texts.all())
    first = next((text for text in texts if not text.is_addition), None)
    return {
        **{f"note.{name}": getattr(first, name) if first else "" for name in TEXTS},
        "note.number": one.number, "note.day": one.day,
        "note.time": minutes_of_day(one.start_minute, one.direct_minutes), "note.place": one.place,
        "note.mode": Ticks.of(contact_words.MODES, one.mode), "note.direct": one.direct_minutes,
        "note.indirect": one.indirect_minutes, "note.is_late": yes(one.is_late),
        "note.present": [there.person.name for there in one.present.all()],
        "note.additions": joined(_addition(text) for text in texts if text.is_addition),
        "note.written_by": one.written_by, "note.written_at": one.written_at, "files.names": files(head, f"note:{one.pk}"),
    }  # fmt: skip


def _addition(text: NoteText) -> str:
    said = " ".join(filter(None, (getattr(text, name) for name in TEXTS)))
    return f"{localtime(text.written_at):%Y-%m-%d %H:%M} {text.written_by or ''}：{said}"


def _visit(head: Head, one: HomeVisit) -> dict[str, Any]:
    note, known = one.note, of_person(head)
    asked = (one.safety or {}).get("items", [])
    return {
        **{name: known[name] for name in ("home.address", "person.tags")}, "case.level": wording.colour_of(head.case.colour),
        "note.day": note.day, "note.time": minutes_of_day(note.start_minute, note.direct_minutes), "note.direct": note.direct_minutes,
        "note.mode": Ticks.of(contact_words.MODES, note.mode),
        "visit.safety": Ticks.of([(item["code"], item["words"]) for item in asked], *(item["code"] for item in asked if item["is_right"])),
        "visit.health": one.health, "visit.mood": one.mood, "visit.needs": one.needs, "visit.help": one.help,
        "visit.next_on": one.next_visit_on, "visit.second_worker": one.second_worker, "visit.photo": yes(one.may_photograph),
        "case.worker": worker(head), "files.names": files(head, f"note:{note.pk}"),
    }  # fmt: skip


def _referral(head: Head, one: Referral) -> dict[str, Any]:
    here = head.case.centre.name
    giver, taker = (here, one.body) if one.direction == Referral.OUT else (one.body, here)
    return {
        "referral.day": one.day, "referral.direction": Ticks.of(contact_words.DIRECTIONS, one.direction),
        "referral.from": giver, "referral.to": taker, "referral.urgency": Ticks.of(wording.URGENCIES, one.urgency),
        "referral.reason": one.reason, "referral.summary": one.summary, "referral.consent_on": one.consent_on,
        "referral.written_by": one.written_by, "referral.answer": Ticks.of(contact_words.ANSWERS, one.answer),
        "referral.answer_words": one.answer_words, "referral.answered_on": one.answered_on,
        "files.names": files(head, f"referral:{one.pk}"),
    }  # fmt: skip


def _closings(head: Head) -> list[Closing]:
    found = closing.closing_of(head.case)
    return [found] if found else []


def _closing(head: Head, one: Closing) -> dict[str, Any]:
    totals = notes.totals(head.case)
    return {
        "closing.day": one.closed_on, "closing.reason": Ticks.of(contact_words.REASONS, one.reason),
        "closing.outcomes": _outcomes(head.case, one), "closing.changes": one.changes, "closing.sessions": totals.contacts,
        "closing.direct": totals.direct_minutes, "closing.indirect": totals.indirect_minutes,
        "closing.remaining": one.remaining, "closing.follow_up": _follows(one), "closing.risk": one.risk_words, "closing.opinion": one.opinion,
        "closing.decided_by": one.decided_by, "closing.decided_on": _day(one.decided_at), "closing.written_by": one.written_by,
        "files.names": files(head, f"closing:{one.pk}"),
    }  # fmt: skip


def _follows(one: Closing) -> str:
    """What follows, and until when."""
    return f"{one.follow_up}（至 {one.follow_up_until}）" if one.follow_up_until else one.follow_up


def _outcomes(case: Case, one: Closing) -> list[dict[str, Any]]:
    levels, words = closing.outcomes_of(one), dict(contact_words.LEVELS)
    return [
        {"outcome.domain": goal.domain, "outcome.goal": goal.words,
         "outcome.level": f"{levels[goal.pk]:+d} {words[levels[goal.pk]]}" if goal.pk in levels else ""}
        for goal in closing.goals_of(case)
    ]  # fmt: skip


def _follow_up(head: Head, one: FollowUp) -> dict[str, Any]:
    return {
        "follow.day": one.day, "follow.mode": Ticks.of(contact_words.MODES, one.mode), "follow.words": one.words,
        "follow.is_last": yes(one.is_last), "follow.written_by": one.written_by, "files.names": files(head, f"follow_up:{one.pk}"),
    }  # fmt: skip


def _satisfaction(head: Head, one: Found) -> dict[str, Any]:
    return {
        "satisfaction.day": one.record.day,
        "satisfaction.answers": [
            {"answer.item": item, "answer.choice": Ticks.of(contact_words.CHOICES, choice)} for item, choice in one.answers
        ],
        "satisfaction.score": "" if one.score is None else f"{float(one.score):.2f}",
        "satisfaction.words": one.record.words, "satisfaction.written_by": one.record.written_by,
        "files.names": files(head, f"satisfaction:{one.record.pk}"),
    }  # fmt: skip


def _day(moment: Any) -> Any:
    return localdate(moment) if moment else None


KINDS: dict[str, Kind] = {
    INTAKE: Kind(_intakes, _intake, "J"),
    ASSESSMENT: Kind(_assessments, _assessment, "Y", lambda one: one.made_on.isoformat()),
    PLAN: Kind(lambda head: planning.plans_of(head.case), _plan, "P", lambda one: f"第 {one.number} 版"),
    NOTE: Kind(lambda head: notes.notes_of(head.case)[::-1], _note, "G", lambda one: f"第 {one.number} 次 {one.day.isoformat()}"),
    VISIT: Kind(lambda head: visiting.visits_of(head.case), _visit, "T", lambda one: one.note.day.isoformat()),
    REFERRAL: Kind(lambda head: referring.referrals_of(head.case), _referral, "Z", lambda one: one.day.isoformat()),
    CLOSING: Kind(_closings, _closing, "A"),
    SATISFACTION: Kind(
        lambda head: following.satisfactions_of(head.case), _satisfaction, "M", lambda one: one.record.day.isoformat()
    ),
    FOLLOW_UP: Kind(lambda head: following.follow_ups_of(head.case), _follow_up, "F", lambda one: one.day.isoformat()),
}
