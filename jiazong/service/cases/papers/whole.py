"""The whole file of a case in the order an archive keeps it."""
from dataclasses import dataclass

from jiazong.ground.papers.actions import Part
from jiazong.service.cases import wording
from jiazong.service.cases.papers import parts
from jiazong.service.cases.papers.heads import Head, worker

# By stage (MZ/T 094), within a stage by day; what came after closing stands last.
ORDER = (
    parts.INTAKE, parts.ASSESSMENT, parts.PLAN, parts.NOTE, parts.VISIT, parts.REFERRAL, parts.CLOSING, parts.SATISFACTION, parts.FOLLOW_UP,
)  # fmt: skip


def whole(head: Head) -> list[Part]:
    """Every form of a case in its order, each kind the oldest first."""
    return [part for form in ORDER for part in parts.parts_of(head, form)]


@dataclass(frozen=True)
class Line:
    """A form that can be printed: its kind, the key of its record, and what tells it from the next of its kind."""

    form: str
    key: object
    about: str


def contents_of(head: Head) -> list[Line]:
    """What the file holds, in its order; nothing sealed is opened for it."""
    return [
        Line(form, parts.record_of(record).pk, parts.KINDS[form].about(record))
        for form in ORDER for _, record in reversed(parts.listed(head, form))
    ]  # fmt: skip


def cover_of(head: Head) -> list[tuple[str, str]]:
    """What the cover of a case file says."""
    case = head.case
    return [
        ("服务对象", head.person.name if head.person else ""), ("档案号", case.code), ("负责社工", worker(head)),
        ("接案日期", case.opened_on.isoformat()), ("结案日期", case.ended_on.isoformat() if case.ended_on else "未结案"),
        ("当前阶段", wording.stage_of(case.stage)),
    ]  # fmt: skip
