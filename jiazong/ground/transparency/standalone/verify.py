#!/usr/bin/env python3
"""家综证据日志的独立核对程序：一个文件，只用 Python 3.8 起自带的东西，不连网。

    python3 verify.py                          核对本文件旁边的评估资料（双击也行）
    python3 verify.py 文件或文件夹 … [--key 公钥] [--json]

The standards: RFC 6962 and RFC 9162 (Merkle tree, proofs), C2SP signed-note, tlog-checkpoint and tlog-cosignature (what is
signed), RFC 8032 (Ed25519), RFC 8785 (canonical JSON of the restricted types used here).
"""
import argparse
import base64
import hashlib
import hmac
import json
import sys
from bisect import bisect_left
from pathlib import Path


class Refused(Exception):
    """What was shown does not prove what it claims; the message says why, in Chinese."""

# ---- the tree: RFC 6962 section 2.1, RFC 9162 section 2.1.3 and 2.1.4
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data):
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


class Growing:
    """A tree of which only the complete subtrees along its right edge are held; leaves are added one by one."""

    def __init__(self):
        self.size, self.edge = 0, []

    def add(self, leaf):
        covered = self.size
        while covered & 1:
            leaf, covered = node_hash(self.edge.pop(), leaf), covered >> 1
        self.edge.append(leaf)
        self.size += 1

    def root(self):
        if not self.edge:
            return EMPTY
        found = self.edge[-1]
        for left in reversed(self.edge[:-1]):
            found = node_hash(left, found)
        return found


def check_inclusion(index, size, leaf, proof, root):
    """Refuse unless the leaf stands at `index` of the tree of `size` leaves under `root`."""
    if not 0 <= index < size or len(leaf) != 32:
        raise Refused("编号不在日志的范围里")
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0 or len(step) != 32:
            raise Refused("证明的长短与位置不符")
        if place & 1 or place == last:
            found = node_hash(step, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, step)
        place, last = place >> 1, last >> 1
    if last:
        raise Refused("证明的长短与位置不符")
    if found != root:
        raise Refused("记录不在这份检查点里，或者已被改动")


def check_consistency(old, new, old_root, new_root, proof):
    """Refuse unless the tree of `new` leaves begins with the very tree of `old` leaves."""
    if old > new:
        raise Refused(f"日志变短了：{old} 条之后只有 {new} 条")
    if old <= 0:
        raise Refused("空日志之后的一致性无从证明")
    if old == new:
        if proof or old_root != new_root:
            raise Refused(f"同样 {old} 条，却有两个不同的根")
        return
    if any(len(step) != 32 for step in proof) or not proof:
        raise Refused("一致性证明不成形")
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    path = list(proof) if place else [old_root, *proof]
    old_found = new_found = path[0]
    for step in path[1:]:
        if last == 0:
            raise Refused("一致性证明的长短不对")
        if place & 1 or place == last:
            old_found, new_found = node_hash(step, old_found), node_hash(step, new_found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new_found = node_hash(new_found, step)
        place, last = place >> 1, last >> 1
    if last or old_found != old_root or new_found != new_root:
        raise Refused(f"较早的 {old} 条被改过：新日志不是从它长出来的")


# ---- Ed25519 (RFC 8032), in whole numbers
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def _add(a, b):
    x, y = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    z, t = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = y - x, t - z, t + z, y + x
    return e * f % P, g * h % P, f * g % P, e * h % P


def _times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = _add(found, point)
        point, number = _add(point, point), number >> 1
    return found


def _point(data):
    coded = int.from_bytes(data, "little")
    odd, y = coded >> 255, coded & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        raise Refused("公钥或签名不成形")
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def _number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little")


def is_signed(public, text, signature):
    """Whether the holder of a public key (32 bytes) signed a text (64 bytes of signature)."""
    scalar = int.from_bytes(signature[32:], "little")
    try:
        key, point = _point(public), _point(signature[:32])
    except Refused:
        return False
    if len(signature) != 64 or scalar >= Q:
        return False
    one, two = _times(scalar, BASE), _add(point, _times(_number(signature[:32], public, text) % Q, key))
    return (one[0] * two[2] - two[0] * one[2]) % P == 0 and (one[1] * two[2] - two[1] * one[2]) % P == 0


# ---- signed notes: C2SP signed-note, tlog-checkpoint, tlog-cosignature
LOG, WITNESS = 1, 4


def key_id(name, kind, public):
    """The four bytes by which a signature line names its key."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def read_key(text):
    """(name, kind, public key) of a key written as one line."""
    try:
        name, short, coded = text.strip().split("+", 2)
        kind, *rest = base64.b64decode(coded, validate=True)
    except ValueError:
        raise Refused("公钥不成形：应是一行“名字+编号+密钥”") from None
    public = bytes(rest)
    if kind not in (LOG, WITNESS) or len(public) != 32 or key_id(name, kind, public).hex() != short:
        raise Refused(f"公钥 {name} 不成形或与它的编号不符")
    return name, kind, public


class Checkpoint:
    """A checkpoint as the log signed it: origin, size, root, and who signed besides."""

    def __init__(self, note):
        body, gap, tail = note.partition("\n\n")
        lines = body.split("\n")
        if not gap or len(lines) < 3 or not lines[0] or not lines[1].isdecimal() or lines[1] != str(int(lines[1])):
            raise Refused("检查点不成形")
        self.note, self.text, self.origin, self.size = note, body + "\n", lines[0], int(lines[1])
        self.root = decoded(lines[2])
        if len(self.root) != 32:
            raise Refused("检查点里的根不成形")
        self.signatures = []
        for line in tail.split("\n"):
            if line:
                dash, name, coded = (line.split(" ") + ["", ""])[:3]
                if dash != "\u2014" or not coded:
                    raise Refused("检查点的签名行不成形")
                self.signatures.append((name, decoded(coded)))

    def check(self, key):
        """Refuse unless the log of this key signed; the time of a witness's word in seconds, None for the log's own."""
        name, kind, public = read_key(key)
        short, when = key_id(name, kind, public), None
        for signer, data in self.signatures:
            if signer != name or data[:4] != short:
                continue
            text, signature = self.text.encode(), data[4:]
            if kind == WITNESS:
                when, signature = int.from_bytes(data[4:12], "big"), data[12:]
                text = f"cosignature/v1\ntime {when}\n".encode() + text
            if not is_signed(public, text, signature):
                raise Refused(f"检查点上 {name} 的签名是假的")
            return when
        raise Refused(f"检查点上没有 {name} 的签名")


# ---- what the product hands out (docs/reference/evidence-log.md)
def decoded(text):
    try:
        return base64.b64decode(text, validate=True)
    except (ValueError, TypeError):
        raise Refused(f"不是 base64：{str(text)[:20]}") from None


def canonical(value):
    """Canonical JSON (RFC 8785) of texts, whole numbers, true, false, null, lists and objects with ASCII names."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def opened_leaf(one):
    """The hash of a leaf shown with its contents; Refused where its private part is not the one it was sealed with."""
    if one.get("salt") is not None and one.get("private") is not None:
        commit = hmac.new(bytes.fromhex(one["salt"]), canonical(one["private"]), hashlib.sha256).hexdigest()
        if commit != one["leaf"]["commit"]:
            raise Refused(f"{one['leaf'].get('subject')} 的内容与封存时不同")
    return leaf_hash(canonical(one["leaf"]))


def signed_checkpoint(note, key, witnesses=()):
    """The checkpoint of a note, its log signature and the known witnesses' checked; with the roles that cosigned."""
    found, roles = Checkpoint(note), []
    found.check(key)
    if read_key(key)[0] != found.origin:
        raise Refused(f"检查点是 {found.origin} 的，公钥是别人的")
    signers = {name for name, _ in found.signatures}
    for witness in witnesses:
        if read_key(witness["key"])[0] in signers:
            found.check(witness["key"])
            roles.append(witness["role"])
    return found, roles


def check_proof(shown, key):
    """One record: what was checked, in one sentence."""
    found, roles = signed_checkpoint(shown["checkpoint"], key or shown["key"], shown.get("witnesses", ()))
    if found.size != shown["size"] or shown["leaf"]["subject"] != shown["subject"]:
        raise Refused("证明里的条数或编号前后不一")
    check_inclusion(shown["index"], found.size, opened_leaf(shown), [decoded(one) for one in shown["proof"]], found.root)
    return f"{shown['subject']} 在日志第 {shown['index']} 条，封存后没有改动", found, roles


def check_growth(shown, key):
    """Two checkpoints of one log: that the later grew out of the earlier."""
    later, roles = signed_checkpoint(shown["checkpoint"], key or shown["key"])
    earlier, _ = signed_checkpoint(shown["checkpoint_from"], key or shown["key"])
    if (earlier.size, later.size) != (shown["from"], shown["to"]):
        raise Refused("证明里的条数与检查点不符")
    if earlier.size:
        proof = [decoded(one) for one in shown["proof"]]
        check_consistency(earlier.size, later.size, earlier.root, later.root, proof)
    return f"日志从 {earlier.size} 条长到 {later.size} 条，早先的没有动过", later, roles


def check_pack(shown, key):
    """The records of an evidence pack, all under one root."""
    found, roles = signed_checkpoint(shown["checkpoint"], key or shown["key"], shown.get("witnesses", ()))
    places = [one["index"] for one in shown["leaves"]]
    if found.size != shown["size"] or places != sorted(set(places)) or any(not 0 <= at < found.size for at in places):
        raise Refused("资料包里的编号不成序")
    hashes, nodes = [opened_leaf(one) for one in shown["leaves"]], iter(decoded(one) for one in shown["nodes"])

    def part(low, high, first, last):
        if first == last:
            return next(nodes)
        if high - low == 1:
            return hashes[first]
        middle = low + (1 << (high - low - 1).bit_length() - 1)
        split = bisect_left(places, middle, first, last)
        return node_hash(part(low, middle, first, split), part(middle, high, split, last))

    try:
        root = part(0, found.size, 0, len(places)) if found.size else EMPTY
    except StopIteration:
        raise Refused("资料包的证明缺了一截") from None
    if next(nodes, None) is not None or root != found.root:
        raise Refused("资料包里的记录与检查点不符：有记录被改过、少了或多了")
    waiting = f"，另有 {len(shown['pending'])} 条待封存" if shown.get("pending") else ""
    return f"{len(places)} 条记录都在日志里，封存后没有改动{waiting}", found, roles


def check_export(lines, key):
    """A whole log, leaf by leaf, against every checkpoint it ever signed."""
    head = json.loads(next(lines))
    notes, tree, found, roles = {}, Growing(), None, []
    for one in map(json.loads, lines):
        if "checkpoint" in one:
            found, roles = signed_checkpoint(one["checkpoint"], key or head["key"], head.get("witnesses", ()))
            if notes.setdefault(found.size, found.root) != found.root:
                raise Refused(f"同样 {found.size} 条，却签过两个不同的根")
            continue
        if one["index"] != tree.size:
            raise Refused(f"日志第 {tree.size} 条缺了或乱了次序")
        leaf = decoded(one["hash"])
        if "leaf" in one and opened_leaf(one) != leaf:
            raise Refused(f"日志第 {tree.size} 条（{one['leaf'].get('subject')}）的内容与封存时不同")
        tree.add(leaf)
        if tree.size in notes and notes[tree.size] != tree.root():
            raise Refused(f"前 {tree.size} 条与当时签过的检查点不符：其中有改动")
    if max(notes, default=0) > tree.size:
        raise Refused(f"签过 {max(notes)} 条，只剩 {tree.size} 条：末尾被删了")
    if tree.size != head["size"] or tree.root() != decoded(head["root"]):
        raise Refused(f"全部 {tree.size} 条算出的根与所称的不同")
    if found is None:
        raise Refused("导出里没有检查点，无从核对")
    return f"整本日志 {tree.size} 条、{len(notes)} 个检查点，前后一致", found, roles


CHECKS = {
    "jiazong.evidence.proof.v1": check_proof,
    "jiazong.evidence.consistency.v1": check_growth,
    "jiazong.evidence.pack.v1": check_pack,
}


def check_file(path, key):
    """Check whatever lies in a file; None where it is nothing of the evidence log."""
    with open(str(path), encoding="utf-8") as source:
        first = source.readline()
        if "jiazong.evidence.export.v1" in first:
            source.seek(0)
            return check_export(iter(source), key)
        try:
            shown = json.loads(first + source.read())
        except ValueError:
            return None
    check = CHECKS.get(shown.get("format")) if isinstance(shown, dict) else None
    return check and check(shown, key)


def examined(path, key):
    """The outcome for one file as it is shown: a dictionary, or None where the file is none of ours."""
    try:
        outcome = check_file(path, key)
    except Refused as refusal:
        return {"file": path.name, "ok": False, "sentence": str(refusal)}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, UnicodeDecodeError):
        return {"file": path.name, "ok": False, "sentence": "文件不成形，核对不了"}
    if outcome is None:
        return None
    sentence, found, roles = outcome
    root = base64.b64encode(found.root).decode()
    return {"file": path.name, "ok": True, "sentence": sentence, "origin": found.origin, "size": found.size, "root": root,
            "witnesses": sorted(set(roles)), "quorum": bool({"street", "bureau"} & set(roles) and {"agency", "evaluator"} & set(roles))}  # fmt: skip


def main(words=None):
    """Check and say what was found; 0 where all holds, 1 where something does not, 2 where there was nothing to check."""
    parser = argparse.ArgumentParser(description="家综证据日志的独立核对")
    parser.add_argument("paths", nargs="*", type=Path, help="文件或文件夹；不写就是本文件所在的文件夹")
    parser.add_argument("--key", help="日志的公钥（从另外的渠道拿到的那一行）")
    parser.add_argument("--json", action="store_true", help="给程序看的结果")
    asked = parser.parse_args(words)
    files = []
    for path in asked.paths or [Path(__file__).resolve().parent]:
        files += sorted(one for one in path.rglob("*.json*") if one.is_file()) if path.is_dir() else [path]
    outcomes = [one for one in (examined(path, asked.key) for path in files) if one]
    print(json.dumps(outcomes, ensure_ascii=False) if asked.json else "\n".join(told(outcomes, asked.key)))
    return 2 if not outcomes else int(not all(one["ok"] for one in outcomes))


def told(outcomes, key):
    """The outcomes as lines for people."""
    for one in outcomes:
        yield f"{'✓' if one['ok'] else '✗'} {one['file']}：{one['sentence']}"
        if one["ok"]:
            witnesses = "、".join(one["witnesses"]) or "还没有"
            yield f"   检查点 {one['origin']}，{one['size']} 条，根 {one['root']}，见证：{witnesses}"
    if not outcomes:
        yield "没有找到可以核对的文件。"
    elif not key:
        yield "提示：公钥取自文件本身；请用 --key 与另外拿到的公钥核对。"


if __name__ == "__main__":
    sys.exit(main())
