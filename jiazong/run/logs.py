"""The log: one line of JSON an event, with numbers and names of things in the code, never what anybody wrote.

Messages of other people's libraries and of exceptions may hold values of rows, forms and addresses; so of an exception
only its class and the places in the code are written, and of a foreign message only its wording without what was put in.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

OURS = ("jiazong",)
_PACKAGE = Path(__file__).resolve().parents[1]
_DEEPEST, _LONGEST = 40, 500
_PLAIN = (int, float, bool, type(None))


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON that holds nothing personal."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "level": record.levelname.lower(), "logger": record.name,
        }  # fmt: skip
        if event := getattr(record, "event", None):
            said |= event
        else:
            said |= _said(record)
        if record.exc_info and record.exc_info[1] is not None:
            said["error"] = told(record.exc_info[1])
        return json.dumps(said, ensure_ascii=False, default=lambda value: type(value).__name__)


def _said(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says: our own sentence, or the bare wording of a foreign one."""
    if record.name.split(".")[0] in OURS or record.name == "__main__":
        return {"event": _sentence(record)[:_LONGEST]}
    # A message without arguments may have been put together before it came here, values and all.
    wording = record.msg if isinstance(record.msg, str) and record.args else ""
    found = {"event": wording[:_LONGEST] or f"{record.module}:{record.lineno}"}
    job = getattr(record, "job", None)
    if isinstance(job, dict):
        found |= {"job": job.get("id"), "task": job.get("task_name"), "action": getattr(record, "action", None)}
    return found


def _sentence(record: logging.LogRecord) -> str:
    """Our sentence with its values; of an exception among them only the class."""
    if not isinstance(record.args, tuple):
        return record.getMessage()
    values = tuple(type(value).__name__ if isinstance(value, BaseException) else value for value in record.args)
    return str(record.msg) % values if values else str(record.msg)


def told(fault: BaseException) -> list[dict[str, Any]]:
    """An exception and what it came from: classes and places in the code, no message, no value, no line of source."""
    chain, seen = [], set()
    one: BaseException | None = fault
    while one is not None and id(one) not in seen and len(chain) < 8:
        seen.add(id(one))
        chain.append({"class": f"{type(one).__module__}.{type(one).__qualname__}", "at": _places(one.__traceback__)})
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return chain


def _places(found: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(found)[-_DEEPEST:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(name: str) -> str:
    """A file of ours from the package on, another one from its library on."""
    for base in (_PACKAGE.parent, *map(Path, sorted(sys.path, key=len, reverse=True))):
        if base != Path() and Path(name).is_relative_to(base):
            return str(Path(name).relative_to(base))
    return Path(name).name


def take_over() -> None:
    """Let what ends a process or a thread by surprise be written the same way, and not as Python would."""
    log = logging.getLogger("jiazong.fault")

    def process(kind: type[BaseException], fault: BaseException, found: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            return
        log.critical("the process ends", exc_info=(kind, fault, found))

    def thread(hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            log.critical("a thread ends", exc_info=(hook.exc_type, hook.exc_value, hook.exc_traceback))

    sys.excepthook, threading.excepthook = process, thread


def settings(*, level: str = "INFO") -> dict[str, Any]:
    """What Django's LOGGING is set to: everything to standard error, ours from that level on."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "jiazong.run.logs.JsonLines"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "loggers": {
            "jiazong": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "_granian": {"level": "WARNING"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
    }


def begin(*, level: str = "INFO") -> None:
    """The same for a process without Django."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    take_over()
