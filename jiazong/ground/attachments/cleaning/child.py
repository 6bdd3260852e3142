"""The confined process that looks at a file: bytes in, a line of JSON and the bytes to keep out.

Run as `python -I -m jiazong.ground.attachments.cleaning.child KIND LIMITS`; it needs no network, no database, writes no file.
"""
import json
import resource
import sys

from jiazong.ground.attachments.cleaning import documents, office, pictures
from jiazong.ground.attachments.rules import IMAGES, PDF, FileRefused, Limits


def confine(limits: Limits) -> None:
    """Bound this process before it looks at the file: memory, processor time, no core dumps, no new files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def made_anew(kind: str, content: bytes, limits: Limits) -> bytes:
    """The bytes to keep; raises the refusals of `rules` without a name, which only the other side knows."""
    if kind in IMAGES:
        return pictures.redrawn(content, kind, "", limits)
    if kind == PDF:
        return documents.cleaned(content, "", limits)
    return office.rebuilt(content, kind, "", limits)


def main(kind: str, told: str) -> None:
    """Read the file from standard input and answer on standard output."""
    limits = Limits(**json.loads(told))
    confine(limits)
    content = sys.stdin.buffer.read(limits.file_bytes + 1)
    try:
        kept, said = made_anew(kind, content, limits), {"kept": True}
    except FileRefused as refusal:
        kept, said = b"", {"refused": type(refusal).__name__, "params": refusal.params}
    except MemoryError:
        kept, said = b"", {"refused": "UnpacksTooLarge", "params": {}}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + kept)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:3])
