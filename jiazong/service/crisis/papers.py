"""A report of danger on paper (危机与强制报告记录表, domain D1)."""
from django.utils.timezone import localdate

from jiazong.ground.papers.actions import Part
from jiazong.ground.papers.filling import Ticks
from jiazong.service.crisis import wording
from jiazong.service.crisis.models import Report, Telling

CRISIS = "crisis"


def report_part(report: Report) -> Part:
    """A report with whom it was told, when, what they replied, and how it ended."""
    ending = report.endings.filter(is_agreed=True).select_related("decided_by").first()
    if ending:
        ending.centre = report.centre
    values = {
        "crisis.found_at": report.found_at, "crisis.happened": report.happened,
        "crisis.kind": Ticks.of(wording.KINDS.items(), report.kind), "crisis.whom": report.whom, "crisis.suspect": report.suspect,
        "crisis.place": report.place, "crisis.is_danger_now": report.is_danger_now, "crisis.what": report.what,
        "crisis.danger": report.danger, "crisis.tellings": [_telling(report, one) for one in _tellings(report)],
        "crisis.ending": f"{wording.ending_of(ending.kind)}：{ending.reason}" if ending else "",
        "crisis.decided_by": ending.decided_by if ending else "", "crisis.written_by": report.written_by,
        "crisis.written_on": localdate(report.written_at), "files.names": "",
    }  # fmt: skip
    return Part(CRISIS, values, f"WJ-{localdate(report.found_at):%Y%m%d}-{str(report.pk)[:4].upper()}")


def _tellings(report: Report) -> list[Telling]:
    return list(report.tellings.select_related("recipient"))


def _telling(report: Report, one: Telling) -> dict[str, object]:
    one.centre = report.centre
    return {
        "telling.recipient": one.recipient, "telling.told_at": one.told_at, "telling.way": wording.way_of(one.way),
        "telling.whom": one.whom, "telling.replied_at": one.replied_at, "telling.reply": one.reply,
    }  # fmt: skip
