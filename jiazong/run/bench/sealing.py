"""What sealing costs: one value sealed and opened, the bare cipher as the limit, a list of 500 phones, a file, the look-up."""
import argparse
import os
import secrets
import time
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jiazong.run.bench.figures import LIMIT, PART, PRODUCT, Figure

GROUPS = {"seal": "封存一个电话", "open": "打开一个电话", "list": "打开 500 个电话的名单", "file": "封存 10 MB 的文件"}
TIMES = 20_000
PEOPLE = 500
FILE_BYTES = 10 * 2**20


def measure(suite: str) -> list[Figure]:
    """All figures with one suite, product and limit in turn on the same texts."""
    from django.conf import settings
    from django.db import transaction

    from jiazong.ground.privacy import sealing, streams
    from jiazong.ground.privacy.rules import envelope

    settings.JIAZONG_CIPHER_SUITE = suite
    agency = f"bench-{secrets.token_hex(4)}"
    texts = [f"138{n:08d}" for n in range(TIMES)]
    with transaction.atomic():
        sealer = sealing.sealer(agency, "bench", "phone")
        sealed = [sealer.seal(n, text) for n, text in enumerate(texts)]
        box, aad = AESGCM(os.urandom(32)), b"bench|phone|1234567"
        bare = [box.encrypt(bytes(12), envelope.pad(text.encode()), aad) for text in texts]
        data = os.urandom(FILE_BYTES)
        found = [
            _rate("seal", PRODUCT, f"封存（{suite}）", TIMES, lambda: [sealer.seal(n, text) for n, text in enumerate(texts)]),
            _rate("seal", LIMIT, "只有 AES-256-GCM", TIMES, lambda: [box.encrypt(os.urandom(12), text.encode(), aad) for text in texts]),
            _rate("open", PRODUCT, f"打开（{suite}）", TIMES, lambda: [sealer.open(n, one) for n, one in enumerate(sealed)]),
            _rate("open", LIMIT, "只有 AES-256-GCM", TIMES, lambda: [box.decrypt(bytes(12), one, aad) for one in bare]),
            _time("list", f"打开 {PEOPLE} 个（{suite}）", lambda: [sealer.open(n, one) for n, one in enumerate(sealed[:PEOPLE])]),
            _time("list", f"同样多的盲索引（{suite}）", lambda: _indexes(agency, texts[:PEOPLE])),
            _time("file", f"封存（{suite}）", lambda: streams.seal(agency, "bench", "content", 1, data)),
        ]
        transaction.set_rollback(True)
    return found


def _indexes(agency: str, texts: list[str]) -> list[bytes | None]:
    from jiazong.ground.privacy import keyring, sealing
    from jiazong.ground.privacy.rules.normal import PHONE, normal

    key = keyring.active(agency, "index")
    return [sealing.index_with(key, "bench", "phone_index", normal(text, PHONE)) for text in texts]


def _rate(group: str, kind: str, label: str, count: int, work: Callable[[], object]) -> Figure:
    seconds = _best(work)
    return Figure(group, kind, f"{group}.{kind}.{label}", label, count / seconds, "个/秒", True, os.getloadavg()[0], f"每个 {seconds / count * 1e6:.1f} 微秒处理器时间")


def _time(group: str, label: str, work: Callable[[], object]) -> Figure:
    return Figure(group, PART, f"{group}.{label}", label, _best(work) * 1000, "毫秒", False, os.getloadavg()[0])


def _best(work: Callable[[], object], rounds: int = 5) -> float:
    """Processor seconds of the quickest round: other programs on the machine only ever make it slower."""
    taken = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> None:
    """`python -m jiazong.run.bench.sealing`: both suites, as a table."""
    argparse.ArgumentParser(description=main.__doc__).parse_args()
    from jiazong.run.cli.ground import house

    with house():
        from jiazong.ground.access.context import acting_as_system
        from jiazong.run.bench.figures import table

        with acting_as_system("bench"):
            figures = [one for suite in ("A256GCM", "SM4GCM") for one in measure(suite)]
    print(table(figures, GROUPS))


if __name__ == "__main__":
    main()
