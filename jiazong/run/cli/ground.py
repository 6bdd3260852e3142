"""What every command stands on: the database, Django, one sentence for bad input, JSON on standard output alone."""
import contextlib
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from jiazong.run import home, logs
from jiazong.run.ending import interruptible
from jiazong.run.troubles import Trouble


class Sentence(click.ClickException):
    """Bad input, told in one sentence on standard error; the command ends with 1 (2 where it was called wrongly)."""

    def __init__(self, message: str, *, code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = code

    def show(self, file: Any = None) -> None:
        click.echo(f"jiazong: {self.format_message()}", err=True)


_INTERRUPTED = "已按要求中断；没有做完的那一步整个撤回，不会只写一半。"


class Group(click.Group):
    """A group whose commands never end in a traceback: what is not foreseen goes to the log, and a sentence to the person."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except click.UsageError as fault:
            raise Sentence(_usage(fault), code=2) from fault
        except (click.exceptions.Exit, click.ClickException):
            raise
        except (KeyboardInterrupt, click.Abort) as stopped:
            raise Sentence(_INTERRUPTED, code=130) from stopped
        except Trouble as trouble:
            raise Sentence(str(trouble)) from trouble
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(1) from None
        except Exception as fault:
            raise Sentence(_log_fault(fault)) from fault


def _usage(fault: click.UsageError) -> str:
    """What was wrong with the call, and where to read how it is made."""
    if isinstance(fault, click.MissingParameter) and fault.param is not None:
        what = f"缺少 {fault.param.opts[-1] if fault.param.param_type_name == 'option' else fault.param.human_readable_name}"
    elif isinstance(fault, click.NoSuchOption):
        what = f"没有 {fault.option_name} 这个选项"
    elif isinstance(fault, click.BadParameter):
        what = fault.message.rstrip("。.")
    else:
        what = fault.format_message().rstrip("。.")
    path = fault.ctx.command_path if fault.ctx else "jiazong"
    return f"{what}；用法见 {path} --help。"


def _log_fault(fault: Exception) -> str:
    kept = home.folder() / "log" / "command.log"
    kept.parent.mkdir(exist_ok=True)
    with kept.open("a", encoding="utf-8") as log:
        # The words of the command line and the message of the fault may hold names; the places in the code do not.
        said = {"at": datetime.now().astimezone().isoformat(), "command": _command(), "error": logs.told(fault)}
        log.write(json.dumps(said, ensure_ascii=False) + "\n")
    return f"出了没有预料到的错误（{type(fault).__name__}），详情已记入 {kept}，请把它交给技术人员。"


def _command() -> str:
    """Which command it was, without what it was given."""
    context = click.get_current_context(silent=True)
    return f"{context.command_path} {context.invoked_subcommand or ''}".strip() if context else "jiazong"


@contextlib.contextmanager
def house(*, migrate: bool = True) -> Iterator[None]:
    """Work inside the house: database running, Django ready, tables up to date; the last one out stops the server."""
    # Imported here, because a command that only shows its help should not wait for a database driver.
    from jiazong.run import logins, postgres
    from jiazong.run.settings_from_home import OWNER, RESOLVED

    with interruptible(), postgres.using() as url:
        os.environ |= {OWNER: str(url), RESOLVED: str(logins.url_for(logins.COMMAND, url))}
        import_django()
        if migrate:
            from jiazong.run import prepare

            prepare.tables()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def import_django() -> None:
    """Make Django ready once; messages of the command line are Chinese unless JIAZONG_LANGUAGE says otherwise."""
    import django
    from django.utils import translation

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiazong.settings")
    logging.getLogger("procrastinate").setLevel(logging.WARNING)
    django.setup()
    translation.activate(os.environ.get("JIAZONG_LANGUAGE", "zh-hans"))


def answer(document: Any) -> None:
    """Print exactly one JSON document on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))


def say(text: str) -> None:
    """Tell the person something on standard error, where no program that reads the answer is disturbed."""
    click.echo(text, err=True)


class Day(click.ParamType):
    """A day written as 2025-03-31."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value} 不是日期，请写成 2025-03-31 这样。", param, ctx)


DAY = Day()
FILE = click.Path(exists=False, dir_okay=False, path_type=Path)


def read_bytes(path: Path) -> bytes:
    """The content of a file the person named; one that cannot be read is told in a sentence."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Sentence(f"找不到文件 {path}，请核对路径。") from None
    except OSError as fault:
        raise Sentence(f"读不了文件 {path}（{fault.strerror}），请核对权限。") from None


def read_text(path: Path) -> str:
    """The text of a file in UTF-8 (with or without mark) or GB18030."""
    content = read_bytes(path)
    for encoding in ("utf-8-sig", "gb18030"):
        with contextlib.suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise Sentence(f"文件 {path} 不是文本，请另存为 UTF-8 文本再试。")


@contextlib.contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """Show how far a long task is, on a terminal only; the callback takes what is done and the whole (0: unknown)."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    shown = [-1]

    def advance(done: int, total: int) -> None:
        percent = done * 100 // total if total else done
        if percent != shown[0]:
            shown[0] = percent
            bar = "█" * (percent // 5) if total else ""
            tail = f"{percent:3d}% {bar:<20}" if total else f"{done:,}"
            click.echo(f"\r{label} {tail}", err=True, nl=False)

    yield advance
    click.echo("\r\033[K", err=True, nl=False)
