"""What a requirement (用户需求书) says beside its tender: the community, the goals, who is served; pure (domain A3, A4)."""
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jiazong.commission.tenders.rules.files import Tender
from jiazong.commission.tenders.rules.scoring import Scoring


@dataclass(frozen=True, slots=True)
class CommunityProfile:
    """The community as the purchaser describes it; what is None is not printed."""

    area_km2: Decimal | None = None
    population: int | None = None
    working_age: int | None = None
    residents_committees: int | None = None
    villages: int | None = None
    cooperatives: int | None = None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndicatorName:
    """How an indicator is called on paper, and its unit."""

    name: str
    unit: str


@dataclass(frozen=True)
class Requirement:
    """A requirement as it is printed: every figure of money, staff, hours and points comes from the tender and its rule set.

    `stage_goals` has one tuple of goals for each year; `indicator_names` is by the code of the indicator.
    """

    tender: Tender
    scoring: Scoring
    issued_on: date
    scope: str
    users: tuple[str, ...]
    overall_goals: tuple[str, ...]
    stage_goals: tuple[tuple[str, ...], ...]
    profile: CommunityProfile = CommunityProfile()
    indicator_names: Mapping[str, IndicatorName] = field(default_factory=dict)
    contents: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    funded_by: str = "财政拨款"
