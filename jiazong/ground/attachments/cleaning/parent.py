"""Handing a file to the confined process and taking back what may be kept."""
import json
import os
import subprocess
import sys

from jiazong.ground.attachments import rules
from jiazong.ground.attachments.rules import Limits


def cleaned(name: str, content: bytes, limits: Limits) -> tuple[str, bytes]:
    """The kind of a file and its bytes made anew, looked through by a process of its own.

    Raises the refusals of `rules`, in the words of the file's name.
    """
    kind = rules.decide(name, content[:64], len(content), limits)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-X", "utf8", "-m", "jiazong.ground.attachments.cleaning.child", kind, json.dumps(limits.as_dict())],
            input=content, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=limits.wall_seconds, check=False,
            env={"PATH": os.defpath, "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"},
        )  # fmt: skip
    except subprocess.TimeoutExpired as fault:
        raise rules.FileTakesTooLong(name=name) from fault
    said, line_end, kept = done.stdout.partition(b"\n")
    if not line_end:
        # It was ended by one of its bounds, or fell over something no program writes.
        raise (rules.FileTakesTooLong if done.returncode < 0 else rules.FileDamaged)(name=name)
    told = json.loads(said)
    if "refused" in told:
        raise rules.REFUSALS[told["refused"]](**{**told["params"], "name": name})
    return kind, kept
