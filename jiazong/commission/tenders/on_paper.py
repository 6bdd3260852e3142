"""What was published, as the paper of the requirement takes it."""
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from jiazong.commission.tenders import requirement as typed
from jiazong.commission.tenders.rules.contest import read_scoring
from jiazong.commission.tenders.rules.files import read_tender
from jiazong.commission.tenders.rules.publishing import earliest_closing
from jiazong.commission.tenders.rules.reading import SHANGHAI
from jiazong.commission.tenders.rules.requirement import CommunityProfile, IndicatorName, Requirement

USUAL_HOUR = time(9, 30)
MOST_STAGES = 3


def drafted(asked: typed.Requirement, today: date) -> dict[str, Any]:
    """A draft as if it were published today and closed on the first day it could."""
    closes = datetime.combine(earliest_closing(today), USUAL_HOUR, tzinfo=SHANGHAI)
    return {"tender": asked.file(notice_day=today, closes_at=closes), "about": asked.about()}


def requirement_of(content: Mapping[str, Any]) -> Requirement:
    """The requirement for the paper. Raises BadFile."""
    tender, about = read_tender(content["tender"]), content["about"]
    area = about["area_km2"]
    return Requirement(
        tender=tender, scoring=read_scoring(tender.scoring, tender.rules), issued_on=tender.published,
        scope=about["scope"], users=_lines(about["users"]), overall_goals=_lines(about["goal_all"]),
        stage_goals=tuple(_lines(about[f"goal_{year}"]) for year in range(1, min(tender.years, MOST_STAGES) + 1)),
        profile=CommunityProfile(
            area_km2=None if area is None else Decimal(str(area)), population=about["population"], working_age=about["working_age"],
            residents_committees=about["committees"], villages=about["villages"], remarks=_lines(about["profile"]),
        ),
        indicator_names={one["code"]: IndicatorName(one["name"], one["unit"]) for one in about["indicators"]},
    )  # fmt: skip


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())
