"""A verdict and a scoring as one JSON document for programs."""
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from jiazong.commission.tenders.rules.checking import Finding, Reason, Verdict


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """The answer of `tender check --json`; a reason's own found and required are those of its first place."""
    return {"valid": verdict.is_valid, "reasons": [_reason(one) for one in verdict.reasons]}


def _reason(one: Reason) -> dict[str, Any]:
    items = [_finding(finding) for finding in one.findings]
    return {
        "code": one.code, "rule": one.rule, "found": items[0]["found"], "required": items[0]["required"],
        "source": one.source, "confidence": one.confidence, "items": items,
    }  # fmt: skip


def _finding(one: Finding) -> dict[str, Any]:
    return {"lot": one.lot, "item": one.item, "found": plain(one.found), "required": plain(one.required)}


def plain(value: Any) -> Any:
    """A value for JSON: whole numbers whole, others to two decimals."""
    if not isinstance(value, Fraction):
        return value
    return int(value) if value.denominator == 1 else float(two_places(value))


def two_places(value: Fraction, places: int = 2) -> Decimal:
    """A fraction to so many decimals, halves upwards, exactly."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) / 10**places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
