"""Reads of the ledger."""
from jiazong.ledger.hours.queries.progress import ContractProgress, Measure, measure_alone, progress_of
from jiazong.ledger.hours.queries.totals import (
    Totals,
    closed_months,
    is_closed,
    month_series,
    month_sums,
    roll_up_agrees,
    spans_between,
    spans_of,
    standing_postings,
    sums_from_postings,
    totals_by_method,
    week_series,
    worker_month,
)

__all__ = [
    "ContractProgress", "Measure", "Totals", "closed_months", "is_closed", "measure_alone", "month_series", "month_sums",
    "progress_of", "roll_up_agrees", "spans_between", "spans_of", "standing_postings", "sums_from_postings",
    "totals_by_method", "week_series", "worker_month",
]  # fmt: skip
