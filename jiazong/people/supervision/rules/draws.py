"""Which case files a supervisor reads this month: drawn by the system, so that nobody picks friends; pure and reproducible.

Source: trust model §3.3. Anybody who holds the list of a month and the published values reckons the same draw again:
docs/explanation/supervision-draw.md says how, and what the draw cannot do.
"""
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

# Stands before everything that is hashed here, so that no other hash of the product can be taken for one of these.
LABEL = b"jiazong supervision draw v1"
LEAST, SHARE = 3, Fraction(1, 10)

REASON = "case.sample"
OPEN, CRISIS, UNPLANNED = "open", "crisis", "unplanned"


class SeedTooShort(ValueError):
    """A seed, a root or a value fixed in advance is no whole hash: it could be guessed or ground."""


@dataclass(frozen=True)
class Candidate:
    """A case of a centre's month: its number, whose it is, and why it may be read.

    `is_open` at the end of the month; `is_crisis` open in the month with a crisis; `is_unplanned` closed in the month
    otherwise than planned (withdrew, lost from sight, died).
    """

    case: str
    worker: str
    is_open: bool = True
    is_crisis: bool = False
    is_unplanned: bool = False


@dataclass(frozen=True, order=True)
class Drawn:
    """A case that is read, and why."""

    worker: str
    case: str
    why: str


def seed(root: bytes, centre: str, fixed: bytes) -> bytes:
    """The seed of one centre's month: SHA-256 over the label, the root, the centre's code and the value fixed in advance.

    `root` is the root hash of the last checkpoint of the month in the evidence log; alone it could be ground by whoever
    writes the last entries, so `fixed` comes from elsewhere and is published before that checkpoint: the round of a public
    beacon, or the hash of a secret that is laid open afterwards. Each part is preceded by its length. Raises SeedTooShort.
    """
    if len(root) != 32 or len(fixed) < 16:
        raise SeedTooShort((len(root), len(fixed)))
    return hashlib.sha256(b"".join(_framed(part) for part in (LABEL, root, centre.encode(), fixed))).digest()


def wanted(open_cases: int, *, least: int = LEAST, share: Fraction = SHARE) -> int:
    """How many of a worker's open cases are drawn: the least number or the share, rounded up, and never more than there are."""
    return min(open_cases, max(least, -(-open_cases * share.numerator // share.denominator)))


def ticket(seed: bytes, case: str) -> bytes:
    """The lot of one case; the lowest are drawn. It hangs on the seed and the case alone, not on the others."""
    return hashlib.sha256(b"".join(_framed(part) for part in (LABEL, seed, case.encode()))).digest()


def draw(seed: bytes, cases: Iterable[Candidate], *, least: int = LEAST, share: Fraction = SHARE) -> list[Drawn]:
    """The files to read, by worker and number: every crisis, every unplanned closing, and of the open rest the lowest lots.

    A crisis or an unplanned closing does not use up the worker's share. The order of the list makes no difference.
    Raises SeedTooShort.
    """
    if len(seed) != 32:
        raise SeedTooShort(len(seed))
    cases = {one.case: one for one in cases}.values()
    always = [Drawn(one.worker, one.case, CRISIS if one.is_crisis else UNPLANNED) for one in cases if one.is_crisis or one.is_unplanned]
    rest: dict[str, list[str]] = {}
    for one in cases:
        if one.is_open and not (one.is_crisis or one.is_unplanned):
            rest.setdefault(one.worker, []).append(one.case)
    lots = [
        Drawn(worker, case, OPEN)
        for worker, held in rest.items()
        for case in sorted(held, key=lambda case: (ticket(seed, case), case))[: wanted(len(held), least=least, share=share)]
    ]
    return sorted(always + lots)


def reason(month: str, case: str, why: str) -> str:
    """What a grant or a request of the draw carries as its reason: the month (2026-10), the case's number, why it was drawn."""
    return f"{REASON} {month} {case} {why}"


def told(text: str) -> tuple[str, str, str]:
    """Month, case and why out of the reason of a grant or request; empty where an old one does not say."""
    parts = text.split()[1:] if text.startswith(REASON) else []
    month, case, why = [*parts, "", "", ""][:3]
    return month, case, why


def _framed(part: bytes) -> bytes:
    return len(part).to_bytes(4, "big") + part
