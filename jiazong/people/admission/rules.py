"""Who may decide that a role is given or taken: pure."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """What is to be decided: for whom, by whom it was asked, and whether it was decided already."""

    account: str
    asked_by: str
    is_decided: bool


def why_not(asked: Asked, *, by: str) -> str:
    """Why this person may not decide: "decided", "own ask", "own role"; nothing if she may."""
    if asked.is_decided:
        return "decided"
    if by == asked.account:
        return "own role"
    return "own ask" if by == asked.asked_by else ""
