"""Who stands in which row of a genogram and beside whom: rows are generations, partners stand together."""
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiazong.people.residents.drawing.facts import (
    BIRTH,
    COHABITING,
    FEMALE,
    MALE,
    PARENTAGES,
    STEP,
    UNSAID,
    Couple,
    Scene,
)  # fmt: skip

# The usual distance of two generations, to guess the row of somebody tied to nobody.
GENERATION_YEARS = 27
Blocks = dict[int, list[tuple[str, ...]]]


@dataclass(frozen=True)
class Brood:
    """The children of one or two parents, by birth; each with how it is theirs."""

    parents: tuple[str, ...]
    children: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Order:
    """Rows from the eldest generation down; a row is chains from left to right, a chain is partners side by side."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    couples: tuple[Couple, ...]
    broods: tuple[Brood, ...]

    @property
    def homes(self) -> dict[str, Brood]:
        """Child → the brood it is placed in: of its parents by birth, else who adopted, fostered or took it in."""
        return {child: found[0] for child, found in _over(self.broods).items()}


def ordered(scene: Scene) -> Order:
    """Everybody once, in rows and chains; the same scene always in the same order."""
    couples = _couples(scene)
    rows = _rows(scene, couples)
    couples = [one for one in couples if rows[one.one] == rows[one.other]]
    chains = _chains(scene, couples, rows)
    broods = _broods(scene, couples, chains)
    blocks = _Spreading(scene, chains, broods, rows).everybody()
    return Order(tuple(tuple(blocks[row]) for row in sorted(blocks)), tuple(couples), tuple(broods))


def by_birth(scene: Scene, keys: Iterable[str]) -> list[str]:
    """The eldest first; twins side by side; who has no birth date comes after, in the order of keys."""
    found = list(keys)
    groups: dict[str, tuple] = {key: (_birth(scene, key), key) for key in found}
    for _ in found:
        for twin in scene.twins:
            if twin.one in groups and twin.other in groups:
                groups[twin.one] = groups[twin.other] = min(groups[twin.one], groups[twin.other])
    return sorted(found, key=lambda key: (groups[key], _birth(scene, key), key))


def _birth(scene: Scene, key: str) -> date:
    return scene.members[key].member.born_on or date.max


def _couples(scene: Scene) -> list[Couple]:
    """The couples said, each pair once, and those who have a child together without anything said."""
    found: dict[frozenset[str], Couple] = {}
    for one in scene.couples:
        pair = frozenset((one.one, one.other))
        known = found.get(pair)
        if known is None or (known.end and not one.end) or (bool(known.end) == bool(one.end) and known.kind == COHABITING):
            found[pair] = one
    for kind in PARENTAGES[:-1]:
        parents: dict[str, list[str]] = {}
        for link in scene.parents:
            if link.kind == kind:
                parents.setdefault(link.child, []).append(link.parent)
        for both in parents.values():
            pair = frozenset(both[:2])
            if len(pair) == 2 and pair not in found:
                found[pair] = Couple(*sorted(pair), kind=UNSAID)
    return list(found.values())


def _rows(scene: Scene, couples: list[Couple]) -> dict[str, int]:
    """Everybody's generation: by parents and partners from the index person outwards, the others by their age."""
    steps: dict[str, list[tuple[int, str, int]]] = {key: [] for key in scene.members}
    for rank, kind in enumerate(PARENTAGES):
        for link in scene.parents:
            if link.kind == kind:
                steps[link.parent].append((rank, link.child, 1))
                steps[link.child].append((rank, link.parent, -1))
    for one in [*couples, *scene.twins]:
        steps[one.one].append((0, one.other, 0))
        steps[one.other].append((0, one.one, 0))
    rows: dict[str, int] = {}
    start = [scene.index] if scene.index else []
    for key in [*start, *scene.members]:
        if key not in rows:
            rows[key] = _row_by_age(scene, key)
            _walk(steps, rows, key)
    lowest = min(rows.values(), default=0)
    return {key: row - lowest for key, row in rows.items()}


def _walk(steps: dict[str, list[tuple[int, str, int]]], rows: dict[str, int], start: str) -> None:
    waiting = deque([start])
    while waiting:
        key = waiting.popleft()
        for _rank, other, step in sorted(steps[key]):
            if other not in rows:
                rows[other] = rows[key] + step
                waiting.append(other)


def _row_by_age(scene: Scene, key: str) -> int:
    mine, theirs = scene.members[key].member.born_on, scene.members[scene.index].member.born_on
    return round((mine - theirs).days / 365.25 / GENERATION_YEARS) if mine and theirs else 0


def _chains(scene: Scene, couples: list[Couple], rows: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """Member → the chain of partners it stands in, left to right; somebody alone is a chain of one."""
    partners: dict[str, list[str]] = {key: [] for key in rows}
    for one in sorted(couples, key=lambda one: (one.first_day or date.min, one.one, one.other)):
        partners[one.one].append(one.other)
        partners[one.other].append(one.one)
    chains: dict[str, tuple[str, ...]] = {}
    for key in sorted(rows, key=lambda key: (-len(partners[key]), rows[key], _birth(scene, key), key)):
        if key not in chains:
            placed = [key]
            seen = {key}
            _stand(key, partners, placed, seen)
            if len(placed) == 2:
                placed.sort(key=lambda one: ({MALE: 0, FEMALE: 2}.get(scene.members[one].member.sex, 1), _birth(scene, one), one))
            for one in placed:
                chains[one] = tuple(placed)
    return chains


def _stand(key: str, partners: dict[str, list[str]], placed: list[str], seen: set[str]) -> None:
    """Earlier partners to the left, the latest to the right, each followed by its own others."""
    fresh = [one for one in partners[key] if one not in seen]
    seen.update(fresh)
    for one in fresh[:-1]:
        placed.insert(placed.index(key), one)
    for one in fresh[-1:]:
        placed.insert(placed.index(key) + 1, one)
    for one in fresh:
        _stand(one, partners, placed, seen)


def _broods(scene: Scene, couples: list[Couple], chains: dict[str, tuple[str, ...]]) -> list[Brood]:
    """Children gathered under the same parents; whoever adopted a partner's child is with the partner."""
    pairs = {frozenset((one.one, one.other)) for one in couples}
    theirs: dict[tuple[str, ...], dict[str, str]] = {}
    of_child: dict[str, dict[str, list[str]]] = {}
    for link in sorted(scene.parents, key=lambda link: (link.child, PARENTAGES.index(link.kind), link.parent)):
        of_child.setdefault(link.child, {}).setdefault(link.kind, []).append(link.parent)
    for child, kinds in of_child.items():
        own = [parent for kind, parents in kinds.items() if kind != STEP for parent in parents]
        for kind, parents in kinds.items():
            for group in _groups(parents, own if kind != BIRTH else [], pairs, chains):
                theirs.setdefault(group, {}).setdefault(child, kind)
    return [
        Brood(parents, tuple((child, children[child]) for child in by_birth(scene, children)))
        for parents, children in sorted(theirs.items())
    ]


def _groups(
    parents: list[str], others: list[str], pairs: set[frozenset[str]], chains: dict[str, tuple[str, ...]]
) -> list[tuple[str, ...]]:
    """Two parents who are a couple are one group; whoever is left is one alone."""
    left = list(dict.fromkeys(parents))
    groups = []
    while left:
        first = left.pop(0)
        mate = next((one for one in [*left, *others] if frozenset((first, one)) in pairs), None)
        left = [one for one in left if one != mate]
        groups.append(tuple(sorted((first, mate), key=chains[first].index)) if mate else (first,))
    return groups


class _Spreading:
    """Chains laid out like a tree from the index person on: elder siblings left, younger right, each over its own."""

    def __init__(self, scene: Scene, chains: dict[str, tuple[str, ...]], broods: list[Brood], rows: dict[str, int]) -> None:
        self.scene, self.chains, self.rows = scene, dict(chains), rows
        self.over = _over(broods)
        self.under: dict[frozenset[str], list[Brood]] = {}
        for brood in broods:
            self.under.setdefault(frozenset(chains[brood.parents[0]]), []).append(brood)
        self.done: set[str] = set()

    def everybody(self) -> Blocks:
        """All chains by row, those of the index person first."""
        start = [self.scene.index] if self.scene.index else []
        return self._each([*start, *by_birth(self.scene, self.rows)])

    def _each(self, keys: Iterable[str]) -> Blocks:
        laid: Blocks = {}
        for key in keys:
            if key not in self.done:
                laid = _beside(laid, self._around(key))
        return laid

    def _around(self, key: str) -> Blocks:
        """The chain of somebody with everybody below and above it who has no place yet."""
        chain = self._turned(self.chains[key])
        self.done.update(chain)
        return self._raised(chain, _beside({self.rows[key]: [chain]}, self._each(self._children(chain))))

    def _turned(self, chain: tuple[str, ...]) -> tuple[str, ...]:
        """A couple the other way round, where the left one's parents come new beside the right one's who stand already."""
        if len(chain) == 2 and self._new_above(chain[0]) and self._stands_above(chain[1]):
            chain = (chain[1], chain[0])
            self.chains.update(dict.fromkeys(chain, chain))
        return chain

    def _raised(self, chain: tuple[str, ...], block: Blocks) -> Blocks:
        """A block that holds a chain, with the parents of each of the chain put above."""
        rooted = [key for key in chain if self.over.get(key)]
        for place, key in enumerate(rooted):
            side = "middle" if len(rooted) == 1 else ("right" if place else "left")
            for brood in self.over[key]:
                if brood.parents[0] not in self.done:
                    block = self._above(self._turned(self.chains[brood.parents[0]]), key, block, side)
        return block

    def _above(self, parents: tuple[str, ...], child: str, block: Blocks, side: str) -> Blocks:
        """The parents' chain over a block that holds their child, the child's siblings beside it."""
        self.done.update(parents)
        siblings = self._children(parents, but=child)
        mine = self._children(parents, but=None)
        elder = set(mine[: mine.index(child)])
        before = [key for key in siblings if side == "left" or (side == "middle" and key in elder)]
        after = [key for key in siblings if key not in before]
        top: Blocks = {self.rows[parents[0]]: [parents]}
        left = self._each(before)
        core = _beside(block, top) if side == "right" else _beside(top, block)
        return self._raised(parents, _beside(_beside(left, core), self._each(after)))

    def _children(self, chain: tuple[str, ...], but: str | None = None) -> list[str]:
        """The children of a chain, brood after brood by birth; those who lead to another family stand last."""
        broods = sorted(
            self.under.get(frozenset(chain), []), key=lambda one: sum(map(chain.index, one.parents)) / len(one.parents)
        )
        homes = {key: brood for brood in broods for key, _kind in brood.children if self.over[key][0] is brood}
        found = [*homes, *(key for brood in broods for key, _kind in brood.children if key not in homes)]
        return [key for key in sorted(dict.fromkeys(found), key=self._leads_on) if key != but]

    def _leads_on(self, key: str) -> bool:
        return any(self._new_above(other) for other in self.chains[key] if other != key)

    def _new_above(self, key: str) -> bool:
        return any(brood.parents[0] not in self.done for brood in self.over.get(key, []))

    def _stands_above(self, key: str) -> bool:
        return any(brood.parents[0] in self.done for brood in self.over.get(key, []))


def _over(broods: Iterable[Brood]) -> dict[str, list[Brood]]:
    """Child → the broods it belongs to, that of its parents by birth first."""
    found: dict[str, list[tuple[int, Brood]]] = {}
    for brood in broods:
        for child, kind in brood.children:
            found.setdefault(child, []).append((PARENTAGES.index(kind), brood))
    return {child: [brood for _rank, brood in sorted(ranked, key=lambda one: one[0])] for child, ranked in found.items()}


def _beside(left: Blocks, right: Blocks) -> Blocks:
    """One block beside another, row by row."""
    return {row: [*left.get(row, []), *right.get(row, [])] for row in sorted({*left, *right})}
