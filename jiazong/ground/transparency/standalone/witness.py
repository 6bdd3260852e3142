#!/usr/bin/env python3
"""家综证据日志的见证程序：街道、区、机构、评估方各在自己的电脑上跑一份，与核对程序 verify.py 放在一起。

    python3 witness.py new 名字                        造自己的钥匙，打印要登记给日志一方的公钥
    python3 witness.py trust 日志的公钥                记下要见证的日志
    python3 witness.py visit 网址                      去看一眼：核对日志只长不改，签上字，交回去
    python3 witness.py sign 检查点文件 [一致性文件]     不连网时用 U 盘：签字写到屏幕
    python3 witness.py show                            看自己记着的最后一次

It signs (C2SP cosignature/v1) only what grew out of what it signed before; its memory is on the disk before its word is out.
"""
import argparse
import base64
import contextlib
import json
import os
import secrets
import sys
import time
import urllib.error
import urllib.request
from hashlib import sha512
from pathlib import Path

import verify
from verify import Checkpoint, Refused

# ---- signing (RFC 8032), on the witness's own machine; not hardened against a stopwatch beside it


def _coded(point):
    z = pow(point[2], verify.P - 2, verify.P)
    return (point[1] * z % verify.P | (point[0] * z % verify.P & 1) << 255).to_bytes(32, "little")


def _halves(secret):
    spread = sha512(secret).digest()
    return int.from_bytes(spread[:32], "little") & (1 << 254) - 8 | 1 << 254, spread[32:]


def public_of(secret):
    """The public key of a secret of 32 bytes."""
    return _coded(verify._times(_halves(secret)[0], verify.BASE))


def sign(secret, text):
    """The signature of 64 bytes over a text."""
    scalar, prefix = _halves(secret)
    once = verify._number(prefix, text) % verify.Q
    point = _coded(verify._times(once, verify.BASE))
    number = verify._number(point, public_of(secret), text)
    return point + ((once + number * scalar) % verify.Q).to_bytes(32, "little")


def written_key(name, kind, public):
    """A public key as one line of text."""
    coded = base64.b64encode(bytes([kind]) + public).decode()
    return f"{name}+{verify.key_id(name, kind, public).hex()}+{coded}"


# ---- what the witness remembers


class Memory:
    """The witness's folder: its key, the log it watches, the last checkpoint it signed."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def read(self, name):
        """A remembered text, or None."""
        with contextlib.suppress(FileNotFoundError):
            return (self.folder / name).read_text(encoding="utf-8")
        return None

    def write(self, name, text, *, once=False):
        """Put a text on the disk, whole or not at all, and on the disk before this returns."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept, fresh = self.folder / name, self.folder / f"{name}.{os.getpid()}"
        if once and kept.exists():
            raise Refused(f"{kept} 已经有了，不覆盖")
        descriptor = os.open(str(fresh), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        os.replace(str(fresh), str(kept))
        if os.name == "posix":
            around = os.open(str(self.folder), os.O_RDONLY)
            try:
                os.fsync(around)
            finally:
                os.close(around)

    def must(self, name, sentence):
        """A remembered text that has to be there."""
        found = self.read(name)
        if found is None:
            raise Refused(sentence)
        return found

    @contextlib.contextmanager
    def alone(self):
        """One look at a time: two at once could sign two histories."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        mark = self.folder / "busy"
        try:
            os.close(os.open(str(mark), os.O_CREAT | os.O_EXCL | os.O_WRONLY))
        except FileExistsError:
            if time.time() - mark.stat().st_mtime < 120:
                raise Refused("另一次见证正在进行，请稍后再试") from None
        try:
            yield
        finally:
            with contextlib.suppress(FileNotFoundError):
                mark.unlink()


def cosign(memory, note, proof):
    """The signature line for a checkpoint that grew out of the last one; refuses a shorter, changed or forged log."""
    log = memory.must("log", "还没有记下日志的公钥：先运行 witness.py trust")
    found = Checkpoint(note)
    found.check(log)
    if verify.read_key(log)[0] != found.origin:
        raise Refused(f"检查点是 {found.origin} 的，不是所见证的日志")
    last = memory.read("last")
    if last is not None:
        known = Checkpoint(last)
        try:
            if known.size or found.size < known.size:
                verify.check_consistency(known.size, found.size, known.root, found.root, proof)
        except Refused as refusal:
            # Two notes of one log that do not fit together are the proof of a fork: they are kept as they came.
            memory.write(f"fork-{found.size}-{secrets.token_hex(4)}", f"{last}\n----\n{note}")
            raise Refused(f"拒绝见证：{refusal}。两份检查点已存在 {memory.folder}，请交给区民政和评估方") from None
    name, coded = memory.must("key", "还没有钥匙：先运行 witness.py new").split()
    secret, when = verify.decoded(coded), int(time.time())
    memory.write("last", note)
    signature = sign(secret, f"cosignature/v1\ntime {when}\n".encode() + found.text.encode())
    short = verify.key_id(name, verify.WITNESS, public_of(secret))
    data = base64.b64encode(short + when.to_bytes(8, "big") + signature).decode()
    return f"\u2014 {name} {data}"


# ---- the errands


def _fetched(url, data=None):
    asked = urllib.request.Request(url, data=data, headers={"Content-Type": "text/plain; charset=utf-8"})
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        raise Refused(f"{url} 答复 {error.code}") from None
    except (urllib.error.URLError, OSError) as error:
        raise Refused(f"连不上 {url}：{error}") from None


def visit(memory, site):
    """Look at a log over the network, cosign what holds, hand the signature back."""
    place = site.rstrip("/") + "/.well-known/evidence/"
    with memory.alone():
        note, last = _fetched(place + "checkpoint"), memory.read("last")
        old, new = Checkpoint(last).size if last else 0, Checkpoint(note).size
        proof = json.loads(_fetched(f"{place}consistency/{old}/{new}"))["proof"] if 0 < old < new else []
        line = cosign(memory, note, [verify.decoded(one) for one in proof])
        body = note.partition("\n\n")[0] + "\n\n"
        _fetched(place + "add-cosignature", (body + line + "\n").encode())
    return f"已见证 {new} 条"


def main(words=None):
    """Run one errand; 0 where it was done, 1 where the witness refused."""
    parser = argparse.ArgumentParser(description="家综证据日志的见证程序")
    parser.add_argument("--folder", default=str(Path.home() / ".jiazong-witness"), help="钥匙和记忆放在哪里")
    parser.add_argument("errand", choices=["new", "trust", "visit", "sign", "show"])
    parser.add_argument("words", nargs="*")
    asked = parser.parse_args(words)
    memory = Memory(asked.folder)
    try:
        print(_run(memory, asked.errand, asked.words))
    except Refused as refusal:
        print(f"✗ {refusal}", file=sys.stderr)
        return 1
    return 0


def _run(memory, errand, words):
    if len(words) < {"new": 1, "trust": 1, "visit": 1, "sign": 1, "show": 0}[errand]:
        raise Refused(f"{errand} 后面还缺内容，写法见 witness.py 开头")
    if errand == "new":
        name, secret = words[0], secrets.token_bytes(32)
        if not name.strip() or any(letter.isspace() or letter == "+" for letter in name):
            raise Refused("名字里不能有空格或加号")
        memory.write("key", f"{name} {base64.b64encode(secret).decode()}", once=True)
        return written_key(name, verify.WITNESS, public_of(secret))
    if errand == "trust":
        if verify.read_key(words[0])[1] != verify.LOG:
            raise Refused("这不是日志的公钥")
        memory.write("log", words[0].strip(), once=True)
        return "记下了"
    if errand == "visit":
        return visit(memory, words[0])
    if errand == "sign":
        note = Path(words[0]).read_text(encoding="utf-8")
        proof = json.loads(Path(words[1]).read_text(encoding="utf-8"))["proof"] if len(words) > 1 else []
        with memory.alone():
            return cosign(memory, note, [verify.decoded(one) for one in proof])
    return memory.read("last") or "还没有见证过"


if __name__ == "__main__":
    sys.exit(main())
