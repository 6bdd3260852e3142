"""Whose row an address is opened with: the arguments of each kind of screen on a side of the world."""
from typing import Any

from jiazong.ground.access.models import Membership
from jiazong.ground.accounts.models import Account
from tests.permissions import contacts
from tests.permissions.frontdesk import month
from tests.permissions.world import LOG_SIZE, OPEN_MONTH, Person, Side


def contract(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code}


def indicator(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "indicator": "visits"}


def centre(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.centre_id}


def worker(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.colleague.pk}


def worker_phone(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.colleague.pk, "column": "phone"}


def book(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.book.pk}


def own_posting(side: Side, person: Person) -> dict[str, Any]:
    """The person's own posting where there is one, else a colleague's."""
    return {"number": side.own.get(str(person), side.shared).pk}


def open_month(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "month": f"{OPEN_MONTH:%Y-%m}"}


def tree(side: Side, person: Person) -> dict[str, Any]:
    return {"size": LOG_SIZE}


def trees(side: Side, person: Person) -> dict[str, Any]:
    return {"old": 1, "new": LOG_SIZE}


def tile(side: Side, person: Person) -> dict[str, Any]:
    return {"level": 0, "path": f"000.p/{LOG_SIZE}"}


def note(side: Side, person: Person) -> dict[str, Any]:
    return side.register.note_of(person)


def check(side: Side, person: Person) -> dict[str, Any]:
    return side.register.check_of(person)


def file(side: Side, person: Person) -> dict[str, Any]:
    return {"kind": "notes", "pk": side.register.note.pk}


def pair(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.pair.pk}


def ask(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.ask.pk}


def family_person(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.person.pk}


def purpose(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.person.pk, "purpose": "photo"}


def report(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.report_of(person).pk}


def telling(side: Side, person: Person) -> dict[str, Any]:
    report = side.rights.report_of(person)
    return {"pk": report.pk, "telling": report.tellings.first().pk}


def data_request(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.request.pk}


def person_asking(side: Side, person: Person) -> dict[str, Any]:
    return {"person": side.rights.person.pk}


def locked(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.rights.locked.pk}


def glass(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.glass.pk}


def contact(side: Side, person: Person) -> dict[str, Any]:
    return contacts.note_of(case(side, person))


def contact_alone(side: Side, person: Person) -> dict[str, Any]:
    return {"which": contact(side, person)["which"]}


def referral(side: Side, person: Person) -> dict[str, Any]:
    return contacts.referral_of(case(side, person))


def case(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.case_of(person)


def drawn_file(side: Side, person: Person) -> dict[str, object]:
    """A drawn file that waits for a second person's word."""
    return {"pk": side.casework.drawn.pk}


def shared_case(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.casework.case.pk}


def assessment(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.assessment_of(person)


def step(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.step_of(person)


def handed_in(side: Side, person: Person) -> dict[str, Any]:
    return side.casework.plan_for(person)


def account(side: Side, person: Person | None) -> dict[str, Any]:
    """The account of the one who asks: accounts belong to no side."""
    return {"pk": person.account.pk if person else Account.objects.first().pk}


def arrival(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.desk.arrival.pk}


def appointment(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.desk.appointment.pk}


def consultation(side: Side, person: Person) -> dict[str, Any]:
    return side.desk.consultation_of(person)


def waiting_case(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.desk.waiting.pk}


def desk_month(side: Side, person: Person) -> dict[str, Any]:
    return {"centre": side.desk.centre.pk, "month": month()}


def membership(side: Side, person: Person | None) -> dict[str, Any]:
    return {"pk": (person.account.memberships if person else Membership.objects).first().pk}


def course(side: Side, person: Person) -> dict[str, Any]:
    """A course of the person's own where there is one, else a colleague's."""
    course = side.staffed.course_of(person)
    return {"pk": course.worker_id, "course": course.pk}


def learner(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.staffed.course_of(person).worker_id}


def absence(side: Side, person: Person) -> dict[str, Any]:
    """The person's own leave where there is one, else a colleague's."""
    return {"pk": side.staffed.absence_of(person).pk}


def attachment(side: Side, person: Person) -> dict[str, Any]:
    """The person's own attachment where there is one, else one nobody holds a grant on."""
    return {"pk": side.files.get(str(person), side.file).pk}


def household(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.families.household.pk}


def people_book(side: Side, person: Person) -> dict[str, Any]:
    """A book of people somebody handed in."""
    return {"pk": side.families.book.pk}


def resident(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.families.person.pk}


def resident_phone(side: Side, person: Person) -> dict[str, Any]:
    return {"kind": "phone", "pk": side.families.phone.pk, "column": "number"}


def sitting(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.sitting_of(person).pk}


def follow_up(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.sitting_of(person).follow_ups.get().pk}


def planned(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.register.planned_of(person).pk}


def tender(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.commissioning.scoring.pk}


def tender_running(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.commissioning.bidding.pk}


def tender_ended(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.commissioning.ended.pk}


def tender_draft(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.commissioning.draft.pk}


def seat(side: Side, person: Person) -> dict[str, Any]:
    return side.commissioning.seat_of(person)


def notice(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.commissioning.notice.pk}


def template(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.template.pk}


def survey(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.survey.pk}


def own_survey(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.survey_of(person.role if person else "").pk}


def open_survey(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.open_survey.pk}


def round_of(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.round.pk}


def proposal(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.proposal_of(person.role if person else "").pk}


def look_alikes(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.pair.pk}


def catalogue_item(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.item.pk}


def edition(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.edition.pk}


def site(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.catalogue.site.pk}


def voucher(side: Side, person: Person) -> dict[str, Any]:
    return side.money.voucher_of


def instalment(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "order": 1}


def bank_line(side: Side, person: Person) -> dict[str, Any]:
    return {"code": side.contract.code, "pk": side.money.line.pk}


def street_task(side: Side, person: Person) -> dict[str, Any]:
    return {"pk": side.money.task.pk}
