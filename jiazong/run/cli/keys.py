"""`jiazong keys`: the master key on paper and back, new keys for old, what each key holds."""
import contextlib
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from jiazong.run.cli.ground import FILE, Group, Sentence, answer, house, progress, read_text, say

LOSS = "主密钥丢了，封存的电话、证件号、记录谁也打不开，我们也不能。"
NOT_KEPT = "还没有印恢复纸：请运行 jiazong keys shares 文件夹，打印三张，分三处保管。"
TOLD = {
    "MasterKeyMissing": "找不到封存数据所用的主密钥（{at}）。请用两张恢复纸运行 jiazong keys recover，或把密钥文件放回原处。",
    "MasterKeyExposed": "主密钥文件 {at} 别人也读得到，请运行 chmod 600 后再试。",
    "MasterKeyUnreadable": "{at} 里的不是主密钥，请换成原来的文件，或用两张恢复纸运行 jiazong keys recover。",
    "MasterKeyElsewhere": "主密钥来自环境变量 {at}，请在设置它的地方换，再运行 jiazong keys resume。",
    "KeyDestroyed": "这把钥匙已经销毁（{at}），它封存的内容打不开了。",
    "DoesNotOpen": "有一处封存的内容被改动过，打不开（{at}），请联系技术人员。",
}


@click.group(cls=Group)
def keys() -> None:
    """封存数据的钥匙：恢复纸、换钥匙、看每把钥匙还管多少。"""


@keys.command()
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def status(as_json: bool) -> None:
    """主密钥在哪里，每把钥匙封存了多少处。"""
    with _custody():
        from jiazong.ground.access.context import acting_as_system
        from jiazong.ground.custody.places import rows_by_key
        from jiazong.ground.privacy import master
        from jiazong.ground.privacy.models import Key

        with acting_as_system("keys.status"):
            held, known = rows_by_key(), list(Key.objects.all())
        where = master.ENVIRONMENT if os.environ.get(master.ENVIRONMENT) else str(master.file())
        versions = master.masters() if master.is_there() else []
        found = [
            {"key": one.pk, "agency": one.agency, "purpose": one.purpose, "suite": one.suite, "state": one.state,
             "master": one.master, "values": held.get(one.pk, 0)}
            for one in known
        ]  # fmt: skip
        told = {"master": where, "versions": {one.version: one.fingerprint for one in versions}, "keys": found}
    if as_json:
        answer(told)
        return
    click.echo(f"主密钥：{where}，{len(versions)} 个版本")
    for one in found:
        agency = one["agency"] or "（不属于机构）"
        click.echo(f"{one['key']:>6}  {agency}  {one['purpose']}  {one['suite']}  {one['state']}  {one['values']:,} 处")


@keys.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def shares(folder: Path) -> None:
    """把主密钥印成三张恢复纸（PDF）放进 FOLDER；任意两张能恢复，一张什么也打不开。"""
    with _custody():
        from jiazong.ground.custody import keeping, shares

        newest = keeping.master_for_sheets()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number, words in enumerate(shares.split(newest), start=1):
            _write_private(folder / f"恢复纸-{number}.pdf", shares.print_sheet(words, number, newest, on=date.today()))
        keeping.note_sheets(newest)
    click.secho(LOSS, fg="red", err=True)
    say(f"三张恢复纸在 {folder}：打印后分给三个人保管，然后把这三个文件删掉。以前印的恢复纸只认以前那一版主密钥。")


@keys.command()
@click.option("--sheet", "sheets", type=FILE, multiple=True, help="一张恢复纸上的词（文本文件）；给两次。不给就提示输入。")
def recover(sheets: tuple[Path, ...]) -> None:
    """用任意两张恢复纸把主密钥放回原处。"""
    if sheets and len(sheets) != 2:
        raise Sentence("请给两张恢复纸：--sheet 文件 --sheet 文件。", code=2)
    words = [read_text(path) for path in sheets] or [
        click.prompt(f"第 {which} 张纸上的词，用空格隔开", err=True, hide_input=True) for which in ("一", "二")
    ]
    with _custody():
        from jiazong.ground.custody import keeping, shares

        try:
            back, wraps = keeping.recover(words)
        except shares.SharesDoNotFit:
            raise Sentence("这两张合不起来：请核对有没有打错的词、是不是同一张、是不是同一次印的。") from None
        except keeping.AnotherKey as fault:
            raise Sentence(f"这两张恢复的是另一把主密钥（指纹 {fault}），这个数据库不用它；请换成指纹相同的恢复纸。") from None
    say(f"主密钥已放回（指纹 {back.fingerprint}），它管着 {wraps} 把钥匙。")


@keys.command()
@click.option("--agency", default=None, help="只换这个机构的（编号）；不给就全部换。")
@click.option("--master", "whole", is_flag=True, help="换主密钥：所有钥匙改由新的主密钥封着，内容不用重封。")
def rotate(agency: str | None, whole: bool) -> None:
    """换钥匙：新写的马上用新钥匙，旧的在后台分批重封；中断了再运行一次就接着做。使用中可以换。"""
    if agency and whole:
        raise Sentence("--agency 和 --master 不能一起用。", code=2)
    with _custody():
        from jiazong.ground.custody import rotating

        with progress("重封") as advance:
            if whole:
                done = rotating.rotate_master(told=lambda count: advance(count, 0))
            else:
                _check_agency(agency)
                rotating.rotate(agency)
                done = rotating.carry_on(told=lambda count: advance(count, 0))
    if whole:
        click.secho(LOSS, fg="red", err=True)
        say(f"已换主密钥，{done} 把钥匙改由它封着。请重新印恢复纸（jiazong keys shares）；旧的恢复纸留到旧备份都过期为止。")
    else:
        say(f"已换好，重封了 {done} 处。")


@keys.command()
def resume() -> None:
    """接着做没有做完的重封。"""
    with _custody():
        from jiazong.ground.custody import rotating

        with progress("重封") as advance:
            done = rotating.carry_on(told=lambda count: advance(count, 0)) + rotating.rewrap()
    say(f"重封了 {done} 处。" if done else "没有要接着做的。")


@keys.command()
@click.argument("kid", type=int)
def destroy(kid: int) -> None:
    """销毁一把退役的钥匙；还有内容用着它就不销毁。旧备份里用它封存的内容从此打不开。"""
    with _custody():
        from jiazong.ground.custody import rotating
        from jiazong.ground.privacy.models import Key

        try:
            rotating.destroy(kid)
        except Key.DoesNotExist:
            raise Sentence(f"没有 {kid} 号钥匙，编号见 jiazong keys status。") from None
        except rotating.KeyInUse:
            raise Sentence(f"{kid} 号钥匙还在用或没有退役，不能销毁，见 jiazong keys status。") from None
    say(f"{kid} 号钥匙已销毁。")


def _check_agency(agency: str | None) -> None:
    from jiazong.ground.access.context import acting_as_system
    from jiazong.ground.privacy.models import Key

    with acting_as_system("keys.status"):
        if agency is not None and not Key.objects.filter(agency=agency).exists():
            raise Sentence(f"没有机构 {agency} 的钥匙：编号打错了，或者它还没有封存过内容。")


def _write_private(path: Path, content: bytes) -> None:
    """A file that only this user may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
        target.write(content)


@contextlib.contextmanager
def _custody() -> Iterator[None]:
    """The house, with what goes wrong with keys told in one sentence."""
    with house():
        from jiazong.ground.privacy.troubles import SealingTrouble

        try:
            yield
        except SealingTrouble as fault:
            told = TOLD.get(type(fault).__name__)
            if told is None:
                raise
            raise Sentence(told.format(at=fault)) from fault
