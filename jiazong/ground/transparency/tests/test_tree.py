import hashlib
import json
import os
import random
from base64 import b64decode
from functools import cache
from pathlib import Path

import pymerkle
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.ground.transparency import tree

LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(513)]



@cache
def oracle() -> pymerkle.InmemoryTree:
    """The same tree of 513 leaves by somebody else."""
    made = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(len(LEAVES)):
        made.append_entry(str(number).encode())
    return made


@cache
def span(low: int, high: int) -> bytes:
    if high - low == 1:
        return LEAVES[low]
    middle = low + tree.split(high - low)
    return tree.node_hash(span(low, middle), span(middle, high))


def test_the_hashes_are_those_of_rfc_6962():
    assert tree.EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert tree.node_hash(b"N123", b"N456").hex() == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 64, 100, 255, 256, 257])
def test_the_root_is_the_one_of_another_implementation(size):
    assert tree.root_of(LEAVES[:size]) == oracle().get_state(size)


def test_the_published_cases_are_decided_as_they_ask():
    """The 196 cases of transparency-dev/merkle (Apache-2.0)."""
    cases = json.loads((Path(__file__).parents[4] / "tests/verifiers/data/merkle-proofs.json").read_text())
    wrong = [case["name"] for case in cases if is_refused(case) != case["wantErr"]]
    assert (len(cases), wrong) == (196, [])


def is_refused(case: dict) -> bool:
    proof = [b64decode(one) for one in case["proof"] or []]
    try:
        if case["kind"] == "inclusion":
            leaf, root = b64decode(case["leafHash"] or ""), b64decode(case["root"] or "")
            tree.check_inclusion(case["leafIdx"], case["treeSize"], leaf, proof, root)
        else:
            roots = [b64decode(case[name] or "") for name in ("root1", "root2")]
            tree.check_consistency(case["size1"], case["size2"], proof, *roots)
    except tree.ProofRefused:
        return True
    return False


def test_every_leaf_of_every_small_tree_is_proved_and_no_other_place_is():
    for size in range(1, 513):
        root = span(0, size)
        for index in range(size):
            proof = tree.prove_inclusion(index, size, span)
            tree.check_inclusion(index, size, LEAVES[index], proof, root)
        elsewhere = random.Random(size).randrange(size + 1)
        if elsewhere != index:
            with pytest.raises(tree.ProofRefused):
                tree.check_inclusion(elsewhere, size, LEAVES[index], proof, root)


def test_growth_is_proved_between_all_small_sizes():
    roots = [tree.root_of(LEAVES[:size]) for size in range(131)]
    for new in range(1, 131):
        for old in range(1, new + 1):
            proof = tree.prove_consistency(old, new, span)
            tree.check_consistency(old, new, proof, roots[old], roots[new])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_proofs_are_those_of_another_implementation(data):
    size = data.draw(st.integers(1, 300))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    theirs, proof = oracle(), tree.prove_inclusion(index, size, span)
    assert proof == [bytes(one) for one in theirs.prove_inclusion(index + 1, size).path[1:]]
    grown = tree.prove_consistency(old, size, span)
    tree.check_consistency(old, size, grown, theirs.get_state(old), theirs.get_state(size))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_many_leaves_share_one_proof_that_is_used_up_exactly(data):
    size = data.draw(st.integers(1, 400))
    indexes = sorted(data.draw(st.sets(st.integers(0, size - 1), max_size=60)))
    nodes = tree.prove_many(indexes, size, span)
    leaves = [(index, LEAVES[index]) for index in indexes]
    root = tree.root_of(LEAVES[:size])
    assert tree.root_by_many(leaves, size, nodes) == root
    for wrong in (nodes[:-1] if nodes else [*nodes, b"\0" * 32], [*nodes, b"\0" * 32]):
        with pytest.raises(tree.ProofRefused):
            tree.root_by_many(leaves, size, wrong)
    if leaves:
        changed = [(leaves[0][0], hashlib.sha256(b"other").digest()), *leaves[1:]]
        assert tree.root_by_many(changed, size, nodes) != root


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_proof_with_one_bit_changed_is_refused(data):
    size = data.draw(st.integers(2, 400))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    root, before = span(0, size), span(0, old)
    for proof, check in (
        (tree.prove_inclusion(index, size, span), lambda one: tree.check_inclusion(index, size, LEAVES[index], one, root)),
        (tree.prove_consistency(old, size, span), lambda one: tree.check_consistency(old, size, one, before, root)),
    ):
        place, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
        broken = int.from_bytes(proof[place], "big") ^ 1 << bit
        with pytest.raises(tree.ProofRefused):
            check([*proof[:place], broken.to_bytes(32, "big"), *proof[place + 1 :]])
        with pytest.raises(tree.ProofRefused):
            check(proof[:-1])
        with pytest.raises(tree.ProofRefused):
            check([*proof, proof[-1]])


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_a_range_taken_up_again_goes_on_as_if_it_had_never_stopped(first, more):
    growing = tree.Range()
    for hashed in LEAVES[: min(first, 512)]:
        growing.append(hashed)
    again = tree.Range(growing.size, growing.hashes)
    for hashed in LEAVES[first : min(first + more, 512)]:
        again.append(hashed)
    assert again.root() == tree.root_of(LEAVES[: min(first + more, 512)])


def test_a_range_tells_of_every_subtree_that_becomes_whole():
    told = {}
    growing = tree.Range(completed=lambda level, number, hashed: told.update({(level, number): hashed}))
    for hashed in LEAVES[:512]:
        growing.append(hashed)
    assert told == {(8, 0): tree.root_of(LEAVES[:256]), (8, 1): tree.root_of(LEAVES[256:512])}


@pytest.mark.long
def test_a_million_random_proofs_hold():
    """JIAZONG_PROOFS says how many; each holds, is refused for the next leaf, and a sample is the other implementation's."""
    dice, made = random.Random(6962), int(os.environ.get("JIAZONG_PROOFS", "1000000"))
    for number in range(made):
        size = dice.randrange(2, len(LEAVES) + 1)
        index = dice.randrange(size)
        proof = tree.prove_inclusion(index, size, span)
        tree.check_inclusion(index, size, LEAVES[index], proof, span(0, size))
        with pytest.raises(tree.ProofRefused):
            tree.check_inclusion(index, size, LEAVES[(index + 1) % size], proof, span(0, size))
        if number % 100 == 0:
            theirs = oracle().prove_inclusion(index + 1, size)
            theirs.verify(LEAVES[index], span(0, size))
            assert [bytes(one) for one in theirs.path[1:]] == proof
