"""Invented names of people: common surnames, given names of two characters, none of a well-known person; pure."""
from itertools import accumulate
from random import Random

from jiazong.run.demo import tables


class Names:
    """Gives names, each different from all it gave before and from those it was told to leave out."""

    def __init__(self, rng: Random, *, taken: set[str] = frozenset()) -> None:
        surnames = tables.read("surnames")
        self._rng = rng
        self._surnames = [row["surname"] for row in surnames]
        self._weights = list(accumulate(int(row["weight"]) for row in surnames))
        self._given = [(row["first"], row["second"]) for row in tables.read("given-names")]
        self._taken = {row["name"] for row in tables.read("names-avoided")} | set(taken)

    def next(self) -> str:
        """A name not given before."""
        rng = self._rng
        while True:
            first, second = rng.choice(self._given)
            surname = rng.choices(self._surnames, cum_weights=self._weights)[0]
            name = surname + rng.choice(first) + rng.choice(second)
            if name not in self._taken:
                self._taken.add(name)
                return name


def count_possible() -> int:
    """How many different names can come up."""
    given = sum(len(row["first"]) * len(row["second"]) for row in tables.read("given-names"))
    return given * len(tables.read("surnames")) - len(tables.read("names-avoided"))
