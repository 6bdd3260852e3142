"""How alike two proposals are: by the pairs of neighbouring characters they share, 0 to 1000 per mille."""
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """What a proposal is compared by: its title, and everything it says of users and need."""

    title: str
    words: str


def folded(text: str) -> str:
    """The text as it is compared: width, case, spaces and punctuation make no difference."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if unicodedata.category(sign)[0] in "LN")


def grams(text: str) -> Counter[str]:
    """The pairs of neighbouring characters of a text; a single character stands for itself."""
    plain = folded(text)
    return Counter([plain] if len(plain) == 1 else [plain[at : at + 2] for at in range(len(plain) - 1)])


def shared(one: Counter[str], other: Counter[str]) -> int:
    """How much of both is the same, per mille of both together; two empty texts share nothing."""
    whole = one.total() + other.total()
    return 2000 * (one & other).total() // whole if whole else 0


def likeness(one: Said, other: Said) -> int:
    """How alike two proposals are: in their titles or in all they say, whichever is more."""
    titles = shared(grams(one.title), grams(other.title))
    return max(titles, shared(grams(f"{one.title} {one.words}"), grams(f"{other.title} {other.words}")))


def alike(proposals: Mapping[Hashable, Said], at_least: int) -> dict[tuple[Hashable, Hashable], int]:
    """The pairs that are at least so alike (per mille), in the order of the proposals.

    Only those that share a pair of characters at all are compared.
    """
    cut = {key: (grams(said.title), grams(f"{said.title} {said.words}")) for key, said in proposals.items()}
    before: dict[str, list[Hashable]] = defaultdict(list)
    found: dict[tuple[Hashable, Hashable], int] = {}
    for key, (titles, words) in cut.items():
        both = {**titles, **words}
        for other in dict.fromkeys(other for gram in both for other in before[gram]):
            how = max(shared(cut[other][0], titles), shared(cut[other][1], words))
            if how >= at_least:
                found[other, key] = how
        for gram in both:
            before[gram].append(key)
    return found
