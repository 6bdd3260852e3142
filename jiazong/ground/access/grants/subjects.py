"""What a grant is about, as the floors above name it."""
from dataclasses import dataclass

from jiazong.ground.accounts.models import Account


@dataclass(frozen=True)
class Subject:
    """One restricted file: its kind and id, the code of its centre, and the person it is about, if that person signs in."""

    kind: str
    id: str
    centre: str
    about: Account | None = None

    @property
    def columns(self) -> dict[str, str]:
        """The three columns every row about a file has."""
        return {"subject_type": self.kind, "subject_id": str(self.id), "centre": self.centre}
