"""The witness program signs only what grew out of what it signed before, over a real socket and from a stick."""
import base64
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.verifiers.logs import Log
from tests.verifiers.programs import STANDALONE, verify

PROGRAM = STANDALONE / "witness.py"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, str(PROGRAM), "--folder", str(folder), *words], capture_output=True, text=True)


class Site:
    """A log's public addresses; `note` is what it shows now, `grown` the proofs it gives."""

    def __init__(self, log: Log) -> None:
        self.log, self.note, self.signed = log, "", []
        self.dishonest = None
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.reply(outer.answer(self.path))

            def do_POST(self) -> None:
                outer.signed.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.reply("1")

            def reply(self, text: str | None) -> None:
                self.send_response(200 if text is not None else 404)
                self.end_headers()
                self.wfile.write((text or "").encode())

            def log_message(self, *words: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path: str) -> str | None:
        place = path.removeprefix("/.well-known/evidence/")
        if place == "checkpoint":
            return self.note
        if place.startswith("consistency/"):
            old, new = map(int, place.split("/")[1:])
            return json.dumps((self.dishonest or self.log).growth(old, new))
        return None


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site(Log(40))
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture
def folder(tmp_path: Path, site: Site) -> Path:
    """A witness with its key, who knows the log."""
    place = tmp_path / "witness"
    made = run(place, "new", "street.example")
    assert verify.read_key(made.stdout)[:2] == ("street.example", verify.WITNESS)
    (tmp_path / "public").write_text(made.stdout.strip())
    assert run(place, "trust", site.log.signer.key).returncode == 0
    return place


def show(site: Site, size: int, log: Log | None = None) -> None:
    site.note = (log or site.log).note(size, witnessed=False)


def test_a_growing_log_is_cosigned_and_the_signature_holds(site: Site, folder: Path) -> None:
    for size in (3, 3, 17, 40):
        show(site, size)
        done = run(folder, "visit", site.url)
        assert done.returncode == 0, done.stderr
    assert len(site.signed) == 4
    found = verify.Checkpoint(site.signed[-1])
    assert found.size == 40
    assert abs(found.check((folder.parent / "public").read_text()) - time.time()) < 60


def test_the_library_of_the_product_accepts_the_cosignature(site: Site, folder: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    show(site, 9)
    run(folder, "visit", site.url)
    body, line = site.signed[0].rstrip("\n").split("\n\n")
    data = base64.b64decode(line.split(" ")[2])
    public = verify.read_key((folder.parent / "public").read_text())[2]
    text = f"cosignature/v1\ntime {int.from_bytes(data[4:12], 'big')}\n{body}\n"
    Ed25519PublicKey.from_public_bytes(public).verify(data[12:], text.encode())


def test_a_log_that_became_shorter_is_refused(site: Site, folder: Path) -> None:
    show(site, 20)
    assert run(folder, "visit", site.url).returncode == 0
    show(site, 19)
    done = run(folder, "visit", site.url)
    assert done.returncode == 1
    assert "变短" in done.stderr
    assert len(site.signed) == 1


@pytest.mark.parametrize("size", [20, 33])
def test_a_forked_log_is_refused_and_both_notes_are_kept(site: Site, folder: Path, size: int) -> None:
    show(site, 20)
    assert run(folder, "visit", site.url).returncode == 0
    other = Log(40, seed=1)
    other.records[4]["leaf"]["facts"]["direct_minutes"] = 600
    other.hashes[4] = verify.leaf_hash(verify.canonical(other.records[4]["leaf"]))
    show(site, size, other)
    site.dishonest = other
    done = run(folder, "visit", site.url)
    assert done.returncode == 1
    kept = [path.read_text() for path in folder.glob("fork-*")]
    assert len(kept) == 1
    assert site.note in kept[0]
    assert verify.Checkpoint((folder / "last").read_text()).root == verify.Checkpoint(site.log.note(20)).root


def test_a_note_signed_by_somebody_else_is_refused(site: Site, folder: Path) -> None:
    show(site, 5, Log(40, seed=3))
    assert run(folder, "visit", site.url).returncode == 1
    assert not (folder / "last").exists()


def test_a_stick_will_do_where_there_is_no_network(site: Site, folder: Path, tmp_path: Path) -> None:
    first, second, growth = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    first.write_text(site.log.note(6, witnessed=False))
    second.write_text(site.log.note(30, witnessed=False))
    growth.write_text(json.dumps(site.log.growth(6, 30)))
    assert run(folder, "sign", str(first)).returncode == 0
    assert run(folder, "sign", str(second)).returncode == 1
    line = run(folder, "sign", str(second), str(growth)).stdout
    found = verify.Checkpoint(second.read_text() + line)
    assert found.check((tmp_path / "public").read_text()) > 0


def test_keys_and_memory_are_for_the_witness_alone(folder: Path) -> None:
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()} == {"key": "0o600", "log": "0o600"}
    again = run(folder, "new", "street.example")
    assert again.returncode == 1
    assert "不覆盖" in again.stderr


def killed_look(folder: Path, url: str, after: float) -> None:
    looking = subprocess.Popen([sys.executable, str(PROGRAM), "--folder", str(folder), "visit", url],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
    time.sleep(after)
    looking.send_signal(signal.SIGKILL)
    looking.wait()
    (folder / "busy").unlink(missing_ok=True)


def test_a_witness_killed_at_any_moment_never_signs_two_histories(site: Site, folder: Path) -> None:
    """The memory is on the disk before the word is out: whatever was signed grew out of what was signed before."""
    kills = int(os.environ.get("JIAZONG_TEST_WITNESS_KILLS", "12"))
    for number in range(kills):
        show(site, 3 + 37 * number // kills)
        killed_look(folder, site.url, after=0.03 + 0.02 * (number % 8))
    other = Log(40, seed=1)
    other.hashes[0] = verify.leaf_hash(b"another past")
    show(site, 40)
    assert run(folder, "visit", site.url).returncode == 0
    site.dishonest = other
    show(site, 40, other)
    assert run(folder, "visit", site.url).returncode == 1
    roots = {}
    for note in site.signed:
        found = verify.Checkpoint(note)
        assert roots.setdefault(found.size, found.root) == found.root
        assert found.root == verify.Checkpoint(site.log.note(found.size)).root
