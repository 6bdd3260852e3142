"""Whether a consent stands: who may give it, for what, by which text; pure, the twin of the triggers.

Source: 个人信息保护法 第13–15、23、29、31条.
"""
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from jiazong.people.consent.rules.ages import needs_guardian

# The purposes other apps ask about.
SERVICE, SENSITIVE, SHARE, PHOTO = "service", "sensitive", "share", "photo"

CONSENT = "consent"
# 个人信息保护法 第13条第一款第二至七项: what else data may be kept for, by its number there.
OTHER_BASES = ("contract", "legal_duty", "emergency", "public_interest", "already_public", "other_law")
BASES = (CONSENT, *OTHER_BASES)
PAPER, SPOT, PHONE = "paper", "spot", "phone"
WAYS = (PAPER, SPOT, PHONE)
# Without a guardian under fourteen: the law obliges, or the child's best interest asks it (未成年人保护法 第4、11条).
LEGAL_DUTY, BEST_INTEREST = "legal_duty", "best_interest"
EXCEPTIONS = (LEGAL_DUTY, BEST_INTEREST)


class DoesNotStand(ValueError):
    """A consent that would not hold."""


class NeedsBirthday(DoesNotStand):
    """The day of birth is not known, so nobody can say who has to agree; an estimate will do."""


class NeedsGuardian(DoesNotStand):
    """Under fourteen the guardian agrees, or the exception is written down with its reason."""


class NotTheGuardian(DoesNotStand):
    """Whoever agrees is not on record as a guardian, was not checked, or is not the guardian that day."""


class NeedsReason(DoesNotStand):
    """An exception or another legal basis is written down with its reason."""


class NotInText(DoesNotStand):
    """A purpose that the text does not name."""


class SeparateAlone(DoesNotStand):
    """A purpose that asks a separate consent is agreed to by itself, not in one go with others."""


class NeedsProof(DoesNotStand):
    """A paper has its number; what was said on the spot or by telephone was heard by a named witness."""


class NotYet(DoesNotStand):
    """The day lies ahead, or the text did not hold yet on that day."""


@dataclass(frozen=True)
class Guardian:
    """A guardianship as the register has it; the days include both ends."""

    checked_on: date | None
    first_day: date | None = None
    last_day: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether it was checked by that day and holds on it."""
        is_checked = self.checked_on is not None and self.checked_on <= day
        return is_checked and (self.first_day is None or self.first_day <= day) and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True)
class Wanted:
    """A consent as it is told: for what, by which text, by whom, how."""

    purposes: tuple[str, ...]
    given_on: date
    way: str
    paper_number: str = ""
    witness: str = ""
    exception: str = ""
    reason: str = ""


def check_may_give(
    wanted: Wanted, *, born: date | None, guardian: Guardian | None, today: date, in_text: Collection[str],
    text_since: date, separate: Collection[str],
) -> None:
    """Refuse a consent that would not hold, the first reason that applies.

    Raises NotYet, NotInText, SeparateAlone, NeedsProof, NotTheGuardian, NeedsReason, NeedsBirthday, NeedsGuardian.
    """
    if wanted.given_on > today or wanted.given_on < text_since:
        raise NotYet(wanted.given_on.isoformat())
    if not wanted.purposes or not set(wanted.purposes) <= set(in_text):
        raise NotInText(",".join(wanted.purposes))
    if len(wanted.purposes) > 1 and set(wanted.purposes) & set(separate):
        raise SeparateAlone(",".join(wanted.purposes))
    if not (wanted.paper_number if wanted.way == PAPER else wanted.witness).strip():
        raise NeedsProof(wanted.way)
    if guardian is not None and not guardian.stands_on(wanted.given_on):
        raise NotTheGuardian
    if wanted.exception and not wanted.reason.strip():
        raise NeedsReason
    if guardian is None and not wanted.exception:
        if born is None:
            raise NeedsBirthday
        if needs_guardian(born, wanted.given_on):
            raise NeedsGuardian


def acts(purposes: Collection[str], separate: Collection[str]) -> list[tuple[str, ...]]:
    """What is ticked on one page as the acts it is: the ordinary purposes together, each separate one by itself."""
    together = tuple(one for one in purposes if one not in separate)
    alone = [(one,) for one in purposes if one in separate]
    return ([together] if together else []) + alone
