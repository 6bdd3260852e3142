"""Reads of what was seen on visits."""
from datetime import date

from jiazong.service.cases.models import Case, HomeVisit, Note
from jiazong.service.cases.queries.settings import setting

WITH_VISIT = ("visit", "phone")


def items_on(day: date) -> list[tuple[str, str]]:
    """The items of safety at home that are asked on a day: code and words."""
    return [(one["code"], one["words"]) for one in setting("visit.safety", day)]


def visit_of(note: Note) -> HomeVisit | None:
    """What was seen on the visit of a note."""
    found = HomeVisit.objects.select_related("second_worker").filter(note=note).first()
    if found:
        found.case, found.note = note.case, note
    return found


def visits_of(case: Case) -> list[HomeVisit]:
    """What was seen on the visits of a case, the newest first."""
    found = list(HomeVisit.objects.filter(case=case).select_related("note", "second_worker").order_by("-note__day", "-note__number"))
    for one in found:
        one.case = one.note.case = case
    return found
