"""`jiazong up`, `jiazong down`, and the door to Django's own commands."""
import os

import click

from jiazong.run.cli.ground import Sentence, house, import_django, say
from jiazong.run.ending import interruptible


@click.command()
@click.option("--host", default=None, help="在哪个地址上提供服务，默认 127.0.0.1（JIAZONG_HOST）。")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="端口，默认 8000 起第一个空闲的（JIAZONG_PORT）。")
@click.option("--foreground", is_flag=True, help="留在前台，按 Ctrl-C 停。")
def up(host: str | None, port: int | None, foreground: bool) -> None:
    """启动：数据库、网页、后台任务；已经在运行就只报地址。"""
    from jiazong.run import cluster, home, postgres, serving

    try:
        with serving.alone():
            if running := serving.running():
                say(f"家综已经在运行：{running.address}")
                return
            chosen = serving.choose(host, port)
            if cluster.read_note(home.folder()) is None and not os.environ.get(postgres.ENVIRONMENT):
                say("第一次启动，先建数据库和数据表，要十几秒……")
            # The database stays up for the supervisor, who is one of its users before this command leaves.
            with house():
                from jiazong.run import prepare

                prepare.static_files()
                _make_master_key()
                if foreground:
                    say(f"家综在 {chosen.address}，按 Ctrl-C 停。")
                    serving.become(chosen)
                serving.start(chosen)
    except serving.CannotServe as fault:
        raise Sentence(str(fault)) from None
    say(f"家综已启动：{chosen.address}")


def _make_master_key() -> None:
    from jiazong.ground.custody import keeping
    from jiazong.run.cli.keys import LOSS, NOT_KEPT

    if keeping.make_ready():
        click.secho(f"{LOSS}{NOT_KEPT}", fg="red", err=True)


@click.command()
def down() -> None:
    """停下 up 启动的一切：网页、后台任务、自带的数据库。"""
    from jiazong.run import postgres, serving

    try:
        with serving.alone():
            stopped = serving.stop()
            if not os.environ.get(postgres.ENVIRONMENT):
                stopped = postgres.stop() or stopped
    except serving.CannotServe as fault:
        raise Sentence(str(fault)) from None
    say("家综已停下。" if stopped else "家综没有在运行。")


# What Django itself does to tables is the owner's; everything else sees what the policies show the command line.
OF_THE_OWNER = ("migrate", "makemigrations", "sqlmigrate", "sqlflush", "flush", "dbshell", "inspectdb")


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []}, add_help_option=False)
@click.argument("words", nargs=-1, type=click.UNPROCESSED)
def manage(words: tuple[str, ...]) -> None:
    """Django 自带的管理命令（给技术人员）。"""
    from jiazong.run import logins, postgres
    from jiazong.run.settings_from_home import OWNER, RESOLVED

    with interruptible(), postgres.using() as url:
        changes_tables = bool(words) and words[0] in OF_THE_OWNER
        os.environ |= {OWNER: str(url), RESOLVED: str(url if changes_tables else logins.url_for(logins.COMMAND, url))}
        import_django()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["jiazong manage", *words])
