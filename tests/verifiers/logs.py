"""A small evidence log written for the verifiers alone: leaves, signed checkpoints, witnesses, the four kinds of file."""
import base64
import hmac
import json
import random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from jiazong.ground.transparency import tree
from tests.verifiers.programs import verify, witness

ORIGIN = "log.example/evidence"


def coded(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Signer:
    """Somebody who signs notes, with the library the product signs with."""

    def __init__(self, name: str, kind: int, chance: random.Random) -> None:
        self.name, self.kind = name, kind
        self.private = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        self.public = self.private.public_key().public_bytes_raw()
        self.key = witness.written_key(name, kind, self.public)

    def line(self, text: str, when: int = 1772674869) -> str:
        short = verify.key_id(self.name, self.kind, self.public)
        if self.kind == verify.LOG:
            return f"\u2014 {self.name} {coded(short + self.private.sign(text.encode()))}\n"
        signed = self.private.sign(f"cosignature/v1\ntime {when}\n{text}".encode())
        return f"\u2014 {self.name} {coded(short + when.to_bytes(8, 'big') + signed)}\n"


class Log:
    """Leaves with salts and private parts, and everything the product would hand out about them."""

    def __init__(self, size: int, seed: int = 1) -> None:
        chance = random.Random(seed)
        self.signer = Signer(ORIGIN, verify.LOG, chance)
        self.witnesses = [("street", Signer("street.example", verify.WITNESS, chance)),
                          ("agency", Signer("agency.example", verify.WITNESS, chance))]  # fmt: skip
        self.records = [self._record(number, chance) for number in range(size)]
        self.hashes = [verify.leaf_hash(verify.canonical(one["leaf"])) for one in self.records]
        self.span = tree.spans_of(self.hashes)

    def _record(self, number: int, chance: random.Random) -> dict:
        private, salt = {"title": f"探访“{number}”号\u2028\t", "worker": number}, chance.randbytes(16)
        leaf = {
            "commit": hmac.digest(salt, verify.canonical(private), "sha256").hex(),
            "facts": {"day": "2026-03-05", "direct_minutes": number, "flags": [], "note": None, "late": bool(number % 2)},
            "kind": "posting", "subject": f"posting:{number}", "written_at": "2026-03-05T10:21:07.123456Z",
        }  # fmt: skip
        return {"leaf": leaf, "salt": salt.hex(), "private": private}

    def note(self, size: int, *, root: bytes | None = None, witnessed: bool = True) -> str:
        text = f"{ORIGIN}\n{size}\n{coded(root or tree.root_of(self.hashes[:size]))}\ntime 2026-03-05T10:21:09.000000Z\n"
        lines = self.signer.line(text)
        for _, signer in self.witnesses if witnessed else ():
            lines += signer.line(text)
        return f"{text}\n{lines}"

    def known(self) -> list[dict]:
        return [{"role": role, "key": signer.key} for role, signer in self.witnesses]

    def proof(self, index: int, size: int) -> dict:
        return {
            "format": "jiazong.evidence.proof.v1", "subject": f"posting:{index}", "index": index, "size": size,
            **self.records[index], "proof": [coded(one) for one in tree.prove_inclusion(index, size, self.span)],
            "checkpoint": self.note(size), "key": self.signer.key, "witnesses": self.known(),
        }  # fmt: skip

    def growth(self, old: int, new: int) -> dict:
        return {
            "format": "jiazong.evidence.consistency.v1", "from": old, "to": new,
            "proof": [coded(one) for one in tree.prove_consistency(old, new, self.span)],
            "checkpoint_from": self.note(old), "checkpoint": self.note(new), "key": self.signer.key,
        }  # fmt: skip

    def pack(self, indexes: list[int], size: int) -> dict:
        return {
            "format": "jiazong.evidence.pack.v1", "size": size, "checkpoint": self.note(size), "key": self.signer.key,
            "witnesses": self.known(), "leaves": [{"index": at, **self.records[at]} for at in indexes],
            "nodes": [coded(one) for one in tree.prove_many(indexes, size, self.span)], "pending": [],
        }  # fmt: skip

    def export(self, size: int, checkpoints: list[int], *, opened: bool = True) -> str:
        head = {"format": "jiazong.evidence.export.v1", "origin": ORIGIN, "key": self.signer.key, "witnesses": self.known(),
                "size": size, "root": coded(tree.root_of(self.hashes[:size])), "opened": opened}  # fmt: skip
        lines = [head, *({"checkpoint": self.note(one)} for one in checkpoints)]
        for at in range(size):
            lines.append({"index": at, "hash": coded(self.hashes[at]), **(self.records[at] if opened else {})})
        return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines)
