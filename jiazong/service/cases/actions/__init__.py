"""Writes of cases."""
from jiazong.service.cases.actions.opening import (
    HasEnded,
    NoAccount,
    Told,
    assign,
    level_of,
    open_case,
    subject_of,
)

__all__ = ["HasEnded", "NoAccount", "Told", "assign", "level_of", "open_case", "subject_of"]
