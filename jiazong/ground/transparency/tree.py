"""The Merkle tree of RFC 6962: hashes of leaves and nodes, appending, and proofs with their checks. Pure."""
import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence

Hash = bytes
Span = Callable[[int, int], Hash]
EMPTY = hashlib.sha256(b"").digest()


class ProofRefused(ValueError):
    """A proof does not show what it should."""


def leaf_hash(content: bytes) -> Hash:
    """SHA-256(0x00 ‖ content)."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """SHA-256(0x01 ‖ left ‖ right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(count: int) -> int:
    """The largest power of two smaller than a count of at least two."""
    return 1 << ((count - 1).bit_length() - 1)


class Range:
    """The compact range of a growing tree: one hash for each one-bit of its size, the largest subtree first.

    `completed(level, number, hash)` is called for every subtree of 2**level leaves that becomes whole.
    """

    __slots__ = ("completed", "hashes", "size")

    def __init__(
        self, size: int = 0, hashes: Iterable[Hash] = (), completed: Callable[[int, int, Hash], None] | None = None
    ) -> None:
        self.size, self.hashes, self.completed = size, list(hashes), completed
        if len(self.hashes) != size.bit_count():
            raise ProofRefused(f"a range of {size} leaves has {size.bit_count()} hashes, not {len(self.hashes)}")

    def append(self, hashed: Hash) -> None:
        """Add the hash of one leaf at the end."""
        number, level, held = self.size, 0, self.hashes
        while number & 1:
            hashed = hashlib.sha256(b"\x01" + held.pop() + hashed).digest()
            number >>= 1
            level += 1
            if self.completed and level % 8 == 0:
                self.completed(level, number, hashed)
        held.append(hashed)
        self.size += 1

    def root(self) -> Hash:
        """The root over all leaves so far."""
        if not self.hashes:
            return EMPTY
        *lefts, found = self.hashes
        for left in reversed(lefts):
            found = node_hash(left, found)
        return found


def root_of(leaves: Iterable[Hash]) -> Hash:
    """The root over the hashes of all leaves."""
    growing = Range()
    for one in leaves:
        growing.append(one)
    return growing.root()


def spans_of(leaves: Sequence[Hash]) -> Span:
    """A reader of subtree roots over leaves held in memory, for the functions that make proofs."""

    def span(low: int, high: int) -> Hash:
        return root_of(leaves[low:high])

    return span


def prove_inclusion(index: int, size: int, span: Span) -> list[Hash]:
    """The audit path of a leaf, from the leaf up (RFC 6962, 2.1.1); IndexError where the tree has no such leaf."""
    if not 0 <= index < size:
        raise IndexError(index)
    low, high, path = 0, size, []
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low = middle
    return path[::-1]


def prove_consistency(old: int, new: int, span: Span) -> list[Hash]:
    """The proof that a tree of `new` leaves begins with the one of `old` (RFC 6962, 2.1.2)."""
    if not 0 <= old <= new:
        raise IndexError(old)
    if old in (0, new):
        return []
    low, high, path, is_whole = 0, new, [], True
    while old != high:
        middle = low + split(high - low)
        if old <= middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low, is_whole = middle, False
    return ([] if is_whole else [span(low, high)]) + path[::-1]


def root_by_inclusion(index: int, size: int, hashed: Hash, proof: Sequence[Hash]) -> Hash:
    """The root a leaf and its audit path lead to; ProofRefused where their lengths do not fit."""
    if not 0 <= index < size or len(hashed) != 32:
        raise ProofRefused(f"leaf {index} of {size}")
    inner = (index ^ (size - 1)).bit_length()
    if len(proof) != inner + (index >> inner).bit_count() or any(len(one) != 32 for one in proof):
        raise ProofRefused(f"{len(proof)} hashes do not prove leaf {index} of {size}")
    for level, sibling in enumerate(proof[:inner]):
        hashed = node_hash(sibling, hashed) if index >> level & 1 else node_hash(hashed, sibling)
    for sibling in proof[inner:]:
        hashed = node_hash(sibling, hashed)
    return hashed


def check_inclusion(index: int, size: int, hashed: Hash, proof: Sequence[Hash], root: Hash) -> None:
    """Raise ProofRefused unless the leaf is at this place of the tree with this root."""
    if root_by_inclusion(index, size, hashed, proof) != root:
        raise ProofRefused("the proof leads to another root")


def check_consistency(old: int, new: int, proof: Sequence[Hash], old_root: Hash, new_root: Hash) -> None:
    """Raise ProofRefused unless the newer tree begins with the older one."""
    if not 0 <= old <= new:
        raise ProofRefused(f"from {old} to {new}")
    if old == 0:
        raise ProofRefused("an empty tree is the beginning of any other; there is nothing to prove")
    if old == new:
        if proof or old_root != new_root:
            raise ProofRefused("an empty proof was to be expected, and equal roots")
        return
    if any(len(one) != 32 for one in proof):
        raise ProofRefused("a hash has 32 bytes")
    inner = ((old - 1) ^ (new - 1)).bit_length()
    shift = (old & -old).bit_length() - 1
    inner -= shift
    rest = list(proof)
    if old == 1 << shift:
        start = old_root
    elif rest:
        start = rest.pop(0)
    else:
        raise ProofRefused("no hash")
    masked = (old - 1) >> shift
    if len(rest) != inner + (masked >> inner).bit_count():
        raise ProofRefused(f"{len(proof)} hashes do not prove {old} to {new}")
    older = newer = start
    for level, sibling in enumerate(rest[:inner]):
        if masked >> level & 1:
            older, newer = node_hash(sibling, older), node_hash(sibling, newer)
        else:
            newer = node_hash(newer, sibling)
    for sibling in rest[inner:]:
        older, newer = node_hash(sibling, older), node_hash(sibling, newer)
    if older != old_root or newer != new_root:
        raise ProofRefused("the proof leads to other roots")


def prove_many(indexes: Sequence[int], size: int, span: Span) -> list[Hash]:
    """The hashes missing to reach the root from many leaves (ascending), each once, from left to right."""
    return list(_missing(indexes, 0, size, span)) if size else []


def _missing(indexes: Sequence[int], low: int, high: int, span: Span) -> Iterator[Hash]:
    if not indexes:
        yield span(low, high)
    elif high - low > 1:
        middle = low + split(high - low)
        cut = bisect_left(indexes, middle)
        yield from _missing(indexes[:cut], low, middle, span)
        yield from _missing(indexes[cut:], middle, high, span)


def root_by_many(leaves: Sequence[tuple[int, Hash]], size: int, nodes: Sequence[Hash]) -> Hash:
    """The root that many leaves and the hashes between them lead to; ProofRefused unless the hashes are used up exactly."""
    waiting, numbered = iter(nodes), iter(leaves)
    ahead = next(numbered, None)

    def below(low: int, high: int) -> Hash:
        nonlocal ahead
        if ahead is None or ahead[0] >= high:
            found = next(waiting, None)
            if found is None:
                raise ProofRefused("a hash is missing")
            return found
        if high - low == 1:
            hashed, ahead = ahead[1], next(numbered, None)
            return hashed
        middle = low + split(high - low)
        return node_hash(below(low, middle), below(middle, high))

    root = below(0, size) if size else EMPTY
    if ahead is not None or next(waiting, None) is not None:
        raise ProofRefused("more was given than the tree takes")
    return root
