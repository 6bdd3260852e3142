"""Where everybody stands across a genogram: children centred below their parents, nobody on top of anybody."""
from collections.abc import Iterable

from jiazong.people.residents.drawing.order import Order

COLUMN = 96  # from one symbol to the next
APART = 16  # more between two chains that are not brothers and sisters
SWEEPS = 80
CLOSER = 0.9  # brothers and sisters draw together as far as the others let them
Chain = tuple[str, ...]


def across(order: Order) -> dict[str, int]:
    """Member → place across in units of the drawing; within a row at least COLUMN apart, the leftmost at 0."""
    chain_of = {key: chain for row in order.rows for chain in row for key in chain}
    starts = {chain: float(x) for row in order.rows for chain, x in zip(row, _packed(order, row), strict=True)}
    homes = order.homes
    families = [
        (brood.parents, chain_of[brood.parents[0]], [key for key, _kind in brood.children if homes[key] is brood])
        for brood in order.broods
    ]
    for _ in range(SWEEPS):
        wishes = _wishes(starts, families, chain_of)
        for row in order.rows:
            for chain, x in zip(row, _settled(order, row, [_wish(starts, wishes, chain) for chain in row]), strict=True):
                starts[chain] = (starts[chain] + x) / 2  # half the way: parents and children would else change places for ever
    least = min((int(x + 0.5) if x >= 0 else -int(0.5 - x) for x in starts.values()), default=0)
    placed = {chain: _whole(x - least) for chain, x in starts.items()}
    return {key: placed[chain] + at * COLUMN for chain in starts for at, key in enumerate(chain)}


def _whole(x: float) -> int:
    return int(x + 0.5)


def middle_of(parents: tuple[str, ...], chain: Chain) -> float:
    """How far right of a chain's first symbol the line to its children goes down."""
    places = [chain.index(key) for key in parents]
    if len(places) == 1:
        return (places[0] + 0.5) * COLUMN
    return (max(places) - 0.5) * COLUMN


def _widths(order: Order, row: tuple[Chain, ...]) -> list[int]:
    """From the start of each chain to the start of the next."""
    brood_of = {child: brood.parents for child, brood in order.homes.items()}
    widths = []
    for chain, following in zip(row, row[1:], strict=False):
        ours = {brood_of[key] for key in chain if key in brood_of}
        theirs = {brood_of[key] for key in following if key in brood_of}
        widths.append(len(chain) * COLUMN + (0 if ours & theirs else APART))
    return widths


def _packed(order: Order, row: tuple[Chain, ...]) -> list[int]:
    places = [0]
    for width in _widths(order, row):
        places.append(places[-1] + width)
    return places[: len(row)]


def _wishes(starts: dict[Chain, float], families: Iterable[tuple[Chain, Chain, list[str]]], chain_of: dict[str, Chain]) -> dict[Chain, list[float]]:
    """Where each chain would like to begin: its parents ask it below them, its children ask it above."""
    wishes: dict[Chain, list[float]] = {}
    for parents, chain, children in families:
        if not children:
            continue
        at = {key: starts[chain_of[key]] + chain_of[key].index(key) * COLUMN for key in children}
        centre = (min(at.values()) + max(at.values())) / 2
        drop = starts[chain] + middle_of(parents, chain)
        wishes.setdefault(chain, []).append(starts[chain] + centre - drop)
        for key, x in at.items():
            closer = drop + (x - centre) * CLOSER
            wishes.setdefault(chain_of[key], []).append(starts[chain_of[key]] + closer - x)
    return wishes


def _wish(starts: dict[Chain, float], wishes: dict[Chain, list[float]], chain: Chain) -> tuple[float, float]:
    asked = wishes.get(chain)
    return (sum(asked) / len(asked), float(len(asked))) if asked else (0.0, 0.05)


def _settled(order: Order, row: tuple[Chain, ...], wishes: list[tuple[float, float]]) -> list[float]:
    """The places nearest to the wishes that keep order and distance (isotonic regression by pooling neighbours)."""
    offsets = _packed(order, row)
    pools: list[tuple[float, float, int]] = []
    for offset, (wish, weight) in zip(offsets, wishes, strict=True):
        pools.append((wish - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (one, w1, n1), (two, w2, n2) = pools[-2:]
            pools[-2:] = [((one * w1 + two * w2) / (w1 + w2), w1 + w2, n1 + n2)]
    level = [value for value, _weight, count in pools for _ in range(count)]
    return [value + offset for value, offset in zip(level, offsets, strict=True)]
