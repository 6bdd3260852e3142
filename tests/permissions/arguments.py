"""What every address is opened with: one line a screen. A screen without a line fails its test."""
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jiazong.ground.access.models import Membership
from jiazong.ground.accounts.models import Account
from tests.permissions import contacts
from tests.permissions.frontdesk import month
from tests.permissions.world import LOG_SIZE, OPEN_MONTH, Person, Side

Of = Callable[[Side, Person], dict[str, Any]]


@dataclass(frozen=True)
class Screen:
    """How a screen is opened: its arguments on a side, the method it answers to before any other, what is asked.

    A screen that names no side (a list, a form for something new) opens for everybody with the word, wherever.
    """

    arguments: Of | None = None
    method: str = "GET"
    query: str = ""
    is_anywhere: bool = False


def _contract(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code}


def _indicator(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "indicator": "visits"}


def _centre(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.centre_id}


def _worker(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.colleague.pk}


def _worker_phone(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.colleague.pk, "column": "phone"}


def _book(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.book.pk}


def _own_posting(side: Side, person: Person) -> dict[str, Any]:
    """The person's own posting where there is one, else a colleague's."""
    return {"number": side.own.get(str(person), side.shared).pk}


def _open_month(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "month": f"{OPEN_MONTH:%Y-%m}"}


def _tree(side: Side, person: Person) -> dict[str, Any]:
    return {"size": LOG_SIZE}


def _trees(side: Side, person: Person) -> dict[str, Any]:
    return {"old": 1, "new": LOG_SIZE}


def _tile(side: Side, person: Person) -> dict[str, Any]:
    return {"level": 0, "path": f"000.p/{LOG_SIZE}"}


def _note(side: Side, person: Person) -> dict[str, Any]:
    return side.register.note_of(person)


def _check(side: Side, person: Person) -> dict[str, Any]:
    return side.register.check_of(person)


def _file(side: Side, person: Person) -> dict[str, Any]:
    return {"kind": "notes", "pk": side.register.note.pk}


def _pair(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.pair.pk}


def _ask(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.ask.pk}


def _family_person(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.person.pk}


def _purpose(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.person.pk, "purpose": "photo"}


def _report(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.report_of(person).pk}


def _telling(side: Side, person: Person) -> dict[str, Any]:
    report = side.rights.report_of(person)
    return {"pk": report.pk, "telling": report.tellings.first().pk}


def _data_request(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.request.pk}


def _person_asking(side: Side, person: Person) -> dict[str, Any]:
    return {"person": side.rights.person.pk}


def _locked(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.locked.pk}


def _glass(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.glass.pk}


def _contact(side: Side, person: Person) -> dict[str, Any]:
    return contacts.note_of(_case(side, person))


def _contact_alone(side: Side, person: Person) -> dict[str, Any]:
    return {"which": _contact(side, person)["which"]}


def _referral(side: Side, person: Person) -> dict[str, Any]:
    return contacts.referral_of(_case(side, person))


def _case(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.case_of(person)


def _shared_case(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.casework.case.pk}


def _assessment(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.assessment_of(person)


def _step(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.step_of(person)


def _handed_in(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.plan_for(person)


def _account(side: Side, person: Person | None) -> dict[str, Any]:
    """The account of the one who asks: accounts belong to no side."""
    return {"pk": person.account.pk if person else Account.objects.first().pk}


def _arrival(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.desk.arrival.pk}


def _appointment(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.desk.appointment.pk}


def _consultation(side: Side, person: Person) -> dict[str, Any]:
    return side.desk.consultation_of(person)


def _waiting_case(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.desk.waiting.pk}


def _desk_month(side: Side, person: Person) -> dict[str, Any]:
    return {"centre": side.desk.centre.pk, "month": month()}


def _membership(side: Side, person: Person | None) -> dict[str, Any]:
    return {"pk": (person.account.memberships if person else Membership.objects).first().pk}


def _course(side: Side, person: Person) -> dict[str, Any]:
    """A course of the person's own where there is one, else a colleague's."""
    course = side.staffed.course_of(person)
    return {"pk": course.worker_id, "course": course.pk}


def _learner(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.staffed.course_of(person).worker_id}


def _absence(side: Side, person: Person) -> dict[str, Any]:
    """The person's own leave where there is one, else a colleague's."""
    return {"pk": side.staffed.absence_of(person).pk}


def _attachment(side: Side, person: Person) -> dict[str, Any]:
    """The person's own attachment where there is one, else one nobody holds a grant on."""
    return {"pk": side.files.get(str(person), side.file).pk}


def _household(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.families.household.pk}


def _resident(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.families.person.pk}


def _resident_phone(side: Side, person: Person) -> dict[str, Any]:
    return {"kind": "phone", "pk": side.families.phone.pk, "column": "number"}


def _sitting(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.sitting_of(person).pk}


def _follow_up(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.sitting_of(person).follow_ups.get().pk}


def _planned(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.planned_of(person).pk}


def _template(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.template.pk}


SCREENS: dict[str, Screen] = {
    "accounts:carried": Screen(),
    "accounts:end_session": Screen(method="POST"),
    "accounts:passkey": Screen(),
    "accounts:passkey_options": Screen(method="POST"),
    "accounts:password": Screen(),
    "accounts:prove": Screen(),
    "accounts:provider": Screen(),
    "accounts:provider_callback": Screen(),
    "accounts:recovery_codes": Screen(method="POST"),
    "accounts:remove_factor": Screen(lambda side, person: {"pk": 1}, method="POST", is_anywhere=True),
    "accounts:second": Screen(),
    "accounts:second_factor": Screen(),
    "accounts:sessions": Screen(),
    "accounts:sign_in": Screen(),
    "accounts:sign_in_with_passkey": Screen(method="POST"),
    "accounts:sign_out": Screen(),
    "accounts:telephone": Screen(),
    "admission:account": Screen(_account, is_anywhere=True),
    "admission:ask_end": Screen(_membership, is_anywhere=True),
    "admission:ask_role": Screen(_account, is_anywhere=True),
    "admission:asks": Screen(is_anywhere=True),
    "admission:close": Screen(_account, method="POST", is_anywhere=True),
    "admission:decide": Screen(lambda side, person: {"pk": 1}, method="POST", is_anywhere=True),
    "admission:list": Screen(is_anywhere=True),
    "admission:new": Screen(),
    "admission:reset_factor": Screen(_account, method="POST", is_anywhere=True),
    "admission:reset_password": Screen(_account, method="POST", is_anywhere=True),
    "attachments:file": Screen(_attachment),
    "attachments:remove": Screen(_attachment),
    "books:book": Screen(_book),
    "books:cancel": Screen(_book, method="POST"),
    "books:confirm": Screen(_book, method="POST"),
    "books:list": Screen(),
    "books:refused": Screen(_book),
    "books:status": Screen(_book),
    "books:upload": Screen(method="POST"),
    "cases:approvals": Screen(),
    "cases:approve": Screen(_handed_in),
    "cases:ask": Screen(_shared_case),
    "cases:assess": Screen(_case),
    "cases:assessment": Screen(_assessment),
    "cases:attach": Screen(_case),
    "cases:case": Screen(_case),
    "cases:closing": Screen(_case),
    "cases:closing_report": Screen(_case),
    "cases:come_back": Screen(_case),
    "cases:decide_intake": Screen(_case),
    "cases:draft": Screen(lambda side, person: _case(side, person) | {"form": "note"}, method="POST"),
    "cases:draft_drop": Screen(lambda side, person: contacts.draft_of(_case(side, person)), method="POST"),
    "cases:drafts": Screen(),
    "cases:files": Screen(_case),
    "cases:evaluate": Screen(_case, method="POST"),
    "cases:glass": Screen(_shared_case),
    "cases:glass_confirm": Screen(_shared_case),
    "cases:follow_up_new": Screen(_case),
    "cases:following": Screen(_case),
    "cases:hand_in": Screen(_case, method="POST"),
    "cases:head": Screen(_shared_case),
    "cases:hours_waiting": Screen(),
    "cases:intake": Screen(_case),
    "cases:intake_edit": Screen(_case),
    "cases:list": Screen(),
    "cases:note": Screen(_contact),
    "cases:note_add": Screen(_contact),
    "cases:note_new": Screen(_case),
    "cases:visit": Screen(_contact),
    "cases:note_time": Screen(_contact),
    "cases:notes_in_a_row": Screen(),
    "cases:overview": Screen(),
    "cases:papers": Screen(_case),
    "cases:plan": Screen(_case),
    "cases:plan_edit": Screen(_case),
    "cases:post_hours": Screen(_contact_alone, method="POST"),
    "cases:print": Screen(lambda side, person: _case(side, person) | {"form": "intake", "shape": "pdf"}),
    "cases:referral": Screen(_referral),
    "cases:referral_answer": Screen(_referral),
    "cases:referral_new": Screen(_case),
    "cases:referrals": Screen(),
    "cases:satisfaction_new": Screen(_case),
    "cases:step_done": Screen(_step, method="POST"),
    "cases:take_over": Screen(_contact_alone, method="POST"),
    "consent:basis": Screen(_family_person),
    "consent:give": Screen(_family_person),
    "consent:person": Screen(_family_person),
    "consent:text_new": Screen(is_anywhere=True),
    "consent:texts": Screen(is_anywhere=True),
    "consent:withdraw": Screen(_purpose, method="POST"),
    "contracts:detail": Screen(_contract),
    "crisis:decide": Screen(_report, method="POST"),
    "crisis:end": Screen(_report, method="POST"),
    "crisis:list": Screen(),
    "crisis:new": Screen(),
    "crisis:print": Screen(lambda side, person: _report(side, person) | {"shape": "pdf"}),
    "crisis:reply": Screen(_telling, method="POST"),
    "crisis:report": Screen(_report),
    "crisis:tell": Screen(_report, method="POST"),
    "contracts:edit": Screen(_contract),
    "contracts:list": Screen(),
    "contracts:load": Screen(),
    "contracts:new": Screen(),
    "desk:home": Screen(),
    "evidence:contract": Screen(_contract),
    "evidence:download": Screen(_contract, query="?as_of=2025-04-30"),
    "evidence:home": Screen(),
    "hours:close": Screen(_open_month),
    "hours:correct": Screen(_own_posting),
    "hours:indicator": Screen(_indicator),
    "hours:indicator_export": Screen(_indicator),
    "hours:log": Screen(),
    "hours:mine": Screen(),
    "hours:months": Screen(_contract),
    "hours:months_home": Screen(),
    "hours:posting": Screen(_own_posting),
    "hours:posting_proof": Screen(_own_posting),
    "hours:progress": Screen(_contract),
    "hours:progress_home": Screen(),
    "intake:allocate": Screen(_waiting_case),
    "intake:appointments": Screen(),
    "intake:arrive": Screen(),
    "intake:cancel": Screen(_appointment, method="POST"),
    "intake:conflict": Screen(_waiting_case, method="POST"),
    "intake:consultation": Screen(_consultation),
    "intake:consultation_print": Screen(lambda side, person: _consultation(side, person) | {"shape": "pdf"}),
    "intake:consultations": Screen(),
    "intake:desk": Screen(),
    "intake:handover": Screen(_worker),
    "intake:known": Screen(_arrival, method="POST"),
    "intake:leavers": Screen(),
    "intake:miss": Screen(_appointment, method="POST"),
    "intake:queue": Screen(),
    "intake:review": Screen(_desk_month),
    "intake:reviews": Screen(),
    "intake:send_off": Screen(_arrival, method="POST"),
    "intake:serve": Screen(_arrival, method="POST"),
    "intake:triage": Screen(_arrival),
    "intake:turn_up": Screen(_appointment, method="POST"),
    "intake:waiting": Screen(),
    "operation:cancel": Screen(lambda side, person: {"job": 1}, method="POST", is_anywhere=True),
    "operation:retry": Screen(lambda side, person: {"job": 1}, method="POST", is_anywhere=True),
    "operation:status": Screen(is_anywhere=True),
    "papers:built_in": Screen(lambda side, person: {"form": "note"}, is_anywhere=True),
    "papers:check": Screen(),
    "papers:kept": Screen(_template),
    "papers:prints": Screen(),
    "papers:template": Screen(lambda side, person: {"form": "note"}, is_anywhere=True),
    "papers:templates": Screen(),
    "papers:withdraw": Screen(_template, method="POST"),
    "places:centre": Screen(_centre),
    "places:centre_edit": Screen(_centre),
    "places:centres": Screen(),
    "places:opening_edit": Screen(_centre),
    "places:rooms_edit": Screen(_centre),
    "portal:add_cosignature": Screen(method="POST"),
    "portal:checkpoint": Screen(),
    "portal:checkpoint_of": Screen(_tree),
    "portal:consistency": Screen(_trees),
    "portal:key": Screen(),
    "portal:tile": Screen(_tile),
    "portal:verify": Screen(),
    "rights:archives": Screen(),
    "rights:copy": Screen(_data_request),
    "rights:decide": Screen(_data_request, method="POST"),
    "rights:finish": Screen(_data_request, method="POST"),
    "rights:forget": Screen(_locked, method="POST"),
    "rights:list": Screen(),
    "rights:looks": Screen(_person_asking),
    "rights:new": Screen(_person_asking),
    "rights:request": Screen(_data_request),
    "residents:add": Screen(_household),
    "residents:alike": Screen(method="POST"),
    "residents:apart": Screen(_resident, method="POST"),
    "residents:bond": Screen(_resident),
    "residents:death": Screen(_resident),
    "residents:edit": Screen(_resident),
    "residents:family": Screen(_household),
    "residents:group_leave": Screen(lambda side, person: _resident(side, person) | {"tag": side.families.tag.pk}, method="POST"),
    "residents:guardian": Screen(_resident),
    "residents:household_edit": Screen(_household),
    "residents:kin": Screen(_resident),
    "residents:link": Screen(_resident),
    "residents:list": Screen(),
    "residents:move": Screen(_resident),
    "residents:new": Screen(),
    "residents:part": Screen(lambda side, person: _resident(side, person) | {"couple": side.families.couple.pk}),
    "residents:person": Screen(_resident),
    "residents:strike": Screen(
        lambda side, person: _resident(side, person) | {"what": "bond", "link": side.families.bond.pk}, method="POST"
    ),
    "residents:tie": Screen(_household),
    "residents:tie_end": Screen(lambda side, person: _household(side, person) | {"tie": side.families.tie.pk}, method="POST"),
    "residents:uncover": Screen(_resident_phone),
    "run:healthz": Screen(),
    "run:readyz": Screen(),
    "staff:absence_new": Screen(),
    "staff:absence_withdraw": Screen(_absence, method="POST"),
    "staff:absences": Screen(),
    "staff:certificate": Screen(_worker),
    "staff:course": Screen(_learner),
    "staff:course_remove": Screen(_course, method="POST"),
    "staff:edit": Screen(_worker),
    "staff:identity": Screen(_worker),
    "staff:leave": Screen(_worker),
    "staff:list": Screen(),
    "staff:new": Screen(),
    "staff:qualifications": Screen(),
    "staff:registration": Screen(_worker),
    "staff:skills": Screen(_worker),
    "staff:uncover": Screen(_worker_phone),
    "staff:worker": Screen(_worker),
    "supervision:ask": Screen(_file),
    "supervision:check": Screen(_check),
    "supervision:check_new": Screen(),
    "supervision:checks": Screen(),
    "supervision:decide": Screen(_ask),
    "supervision:edit": Screen(_note),
    "supervision:follow_up_done": Screen(_follow_up, method="POST"),
    "supervision:follow_up_new": Screen(_sitting),
    "supervision:follow_ups": Screen(),
    "supervision:glass": Screen(_file),
    "supervision:glass_confirm": Screen(_file),
    "supervision:list": Screen(),
    "supervision:month": Screen(),
    "supervision:new": Screen(),
    "supervision:note": Screen(_note),
    "supervision:note_print": Screen(lambda side, person: _note(side, person) | {"shape": "pdf"}),
    "supervision:officer": Screen(),
    "supervision:pair_end": Screen(_pair, method="POST"),
    "supervision:pair_new": Screen(),
    "supervision:pair_renew": Screen(_pair, method="POST"),
    "supervision:pairs": Screen(),
    "supervision:plan": Screen(method="POST"),
    "supervision:plan_remove": Screen(_planned, method="POST"),
    "supervision:reads": Screen(),
    "supervision:reads_mine": Screen(),
    "supervision:report": Screen(),
    "supervision:review": Screen(_glass),
    "supervision:seen": Screen(_ask, method="POST"),
    "supervision:session": Screen(_sitting),
    "supervision:staff_print": Screen(lambda side, person: _worker(side, person) | {"shape": "pdf"}),
    "supervision:session_edit": Screen(_sitting),
    "supervision:session_new": Screen(lambda side, person: {"form": "site_visit"}, is_anywhere=True),
    "supervision:session_print": Screen(lambda side, person: _sitting(side, person) | {"shape": "pdf"}),
    "ui:csp_reports": Screen(method="POST"),
    "ui:kit": Screen(),
    "ui:preferences": Screen(method="POST"),
}

