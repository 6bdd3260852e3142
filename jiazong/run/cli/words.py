"""How the command line says where a contract stands: one JSON document for programs, lines for people."""
from fractions import Fraction
from typing import Any

from jiazong.ledger.hours.queries import ContractProgress, Measure
from jiazong.ledger.hours.wording import verdict_sentence

MINUTES = 60
STATES = {"on_track": "跟得上", "done": "已完成", "slow": "略慢", "behind": "落后", "not_begun": "未开始"}


def progress_document(found: ContractProgress) -> dict[str, Any]:
    """The answer of `contract progress --json`; shares and figures to four decimals, hours of the contract in hours."""
    hours = found.hours
    return {
        "code": found.contract.code,
        "as_of": found.term.as_of.isoformat(),
        "time_elapsed": _four(found.term.elapsed),
        "hours": {
            "direct_minutes": hours.direct_minutes,
            "total_minutes": hours.total_minutes,
            "counted_minutes": hours.counted_minutes,
            "target_total": _whole(Fraction(hours.target_minutes, MINUTES)),
            "floor": _whole(Fraction(hours.floor_minutes, MINUTES)),
            "ceiling": _whole(Fraction(hours.ceiling_minutes, MINUTES)),
            "counted_completion": _four(hours.counted_completion),
            "rule_version": found.rule.version,
        },
        "indicators": [_indicator(one) for one in found.indicators],
        "verdict": verdict_sentence(found),
        "verdict_code": found.verdict.code,
    }


def _indicator(one: Measure) -> dict[str, Any]:
    standing = one.standing
    return {
        "code": one.code, "name": one.name, "unit": one.unit,
        "target": standing.target, "done": standing.done,
        "completion": _four(standing.completion),
        "expected_by_now": _four(standing.expected_by_now),
        "weekly_pace_needed": None if standing.weekly_pace_needed is None else _four(standing.weekly_pace_needed),
        "forecast": _four(standing.forecast),
        "state": standing.state,
    }  # fmt: skip


def progress_lines(found: ContractProgress) -> list[str]:
    """The same for a person at a terminal."""
    lines = [verdict_sentence(found), f"截至 {found.term.as_of}，时间已过 {_four(found.term.elapsed):.1%}。"]
    for one in found.measures:
        per = MINUTES if one.is_hours else 1
        done, target = one.standing.done / per, one.standing.target / per
        lines.append(
            f"{STATES[one.standing.state]}  {one.name}：{done:,.0f} / {target:,.0f} {one.unit}"
            f"（{_four(one.standing.completion):.1%}，期末预计 {float(one.standing.forecast) / per:,.0f}）"
        )
    return lines


def _four(value: Fraction) -> float:
    return round(float(value), 4)


def _whole(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else _four(value)
