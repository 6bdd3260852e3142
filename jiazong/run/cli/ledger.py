"""`jiazong ledger`: examine the evidence log, prove one record, export, sign, take the signatures of witnesses."""
import json
from pathlib import Path
from typing import Any

import click

from jiazong.run.cli import ledger_words
from jiazong.run.cli.ground import FILE, Group, Sentence, answer, house, read_text, say


@click.group(cls=Group)
def ledger() -> None:
    """证据日志：核对、证明、导出、检查点、见证人。"""


@ledger.command()
@click.option("--checkpoint", "kept", type=FILE, multiple=True, help="另外保存的检查点文件，可以写几次。")
@click.option("--key", "key_file", type=FILE, default=None, help="另外保存的日志公钥（一行 vkey）文件。")
@click.option("--json", "as_json", is_flag=True, help="只在标准输出打印一个 JSON 文档。")
def verify(kept: tuple[Path, ...], key_file: Path | None, as_json: bool) -> None:
    """核对整个日志：每条记录、每片叶、每个检查点和签名；有不对的逐条指出，并以 1 结束。"""
    notes = [(read_text(path), str(path)) for path in kept]
    with house():
        from jiazong.run import evidence_log

        report = evidence_log.examine(notes, _read_key(key_file))
        document = ledger_words.report_document(report)
    if as_json:
        answer(document)
    else:
        click.echo("\n".join(ledger_words.report_lines(document)))
    if document["faults"]:
        raise click.exceptions.Exit(1)


@ledger.command()
@click.option("--size", type=int, default=None, help="那个大小的检查点，默认最新。")
def checkpoint(size: int | None) -> None:
    """把等着的叶排进去，打印检查点（带见证人的签名）。"""
    with house():
        from jiazong.ground.transparency import queries

        _sequence()
        with _acting():
            found = queries.checkpoint_of(size) if size else queries.latest_checkpoint()
            if found is None:
                raise Sentence(f"没有大小为 {size} 的检查点。" if size else "日志里还没有任何记录。")
            note = queries.note_of(found)
    click.echo(note, nl=False)


@ledger.command()
@click.option("--subject", required=True, help="哪一条，例如 posting:4711。")
@click.option("--json", "as_json", is_flag=True, help="打印 JSON（默认就是）。")
def proof(subject: str, as_json: bool) -> None:
    """打印一条记录的证明：叶、盐、位置、证明、检查点。"""
    with house():
        from jiazong.ground.transparency import bundles
        from jiazong.run import evidence_log

        _sequence()
        with _acting():
            found = bundles.proof_of(subject, evidence_log.KINDS)
    if found is None:
        raise Sentence(f"日志里没有 {subject}；请核对种类和编号，例如 posting:4711。")
    answer(found)


@ledger.command()
@click.argument("old", type=int)
@click.argument("new", type=int, required=False)
def consistency(old: int, new: int | None) -> None:
    """打印一致性证明：大小为 OLD 的树是大小为 NEW（默认最新）的树的开头。"""
    with house():
        from jiazong.ground.transparency import bundles

        _sequence()
        with _acting():
            found = bundles.consistency_of(old, new)
    if found is None:
        raise Sentence(f"做不出从 {old} 到 {new or '最新'} 的证明：大小要在 0 与日志现在的大小之间，先小后大。")
    answer(found)


@ledger.command()
@click.argument("out", type=FILE)
@click.option("--open", "opened", is_flag=True, help="连同叶的内容和盐；含个人信息，请妥善保管。")
def export(out: Path, opened: bool) -> None:
    """把整个日志导出成一个文件，供独立核验程序重算；默认只有散列，没有个人信息。"""
    with house():
        from jiazong.ground.transparency import bundles
        from jiazong.ground.transparency.verifying.whole import at_one_moment
        from jiazong.run import evidence_log

        _sequence()
        count, partial = 0, out.with_name(f".{out.name}.part")
        try:
            with partial.open("w", encoding="utf-8") as target, at_one_moment(), _acting():
                for line in bundles.export_lines(evidence_log.KINDS if opened else None):
                    target.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
                    count += "index" in line
            partial.replace(out)
        except OSError as fault:
            raise Sentence(f"写不了 {out}（{fault.strerror}），请核对文件夹和权限。") from None
        finally:
            partial.unlink(missing_ok=True)
    say(f"{count:,} 片叶已写入 {out}。")


@ledger.command()
def key() -> None:
    """打印日志的公钥和见证人的公钥；请抄给每一位见证人另外保存。"""
    with house():
        from jiazong.ground.transparency import actions, queries

        with _acting():
            lines = queries.key_lines(actions.current_log())
    click.echo("\n".join(lines))


@ledger.command()
@click.argument("role", type=click.Choice(["street", "bureau", "agency", "evaluator"]))
@click.argument("vkey")
def witness(role: str, vkey: str) -> None:
    """登记一位见证人：ROLE 是街道、区、机构或评估方，VKEY 是他的公钥（名字+编号+密钥）。"""
    with house():
        from jiazong.ground.transparency import actions, notes

        try:
            with _acting():
                found = actions.add_witness(notes.Key.parse(vkey), role)
        except notes.BadNote:
            raise Sentence("这不是见证人的公钥，应是“名字+编号+密钥”一行，请核对。") from None
    say(f"见证人 {found.name}（{ledger_words.ROLES[found.role]}）已登记。")


@ledger.command()
@click.argument("file", type=FILE)
def cosign(file: Path) -> None:
    """收下见证人签过的检查点文件。"""
    note = read_text(file)
    with house():
        from jiazong.ground.transparency import actions, notes

        try:
            with _acting():
                taken = actions.take_cosignatures(note)
        except notes.BadNote:
            raise Sentence(f"{file} 里没有认得的见证签名，或签名对不上日志里的检查点。") from None
    say(f"收下 {taken} 个签名。" if taken else "这些签名早已收下。")


@ledger.command()
@click.option("--reason", required=True, help="为什么重开，例如从哪天的备份恢复。")
def reopen(reason: str) -> None:
    """数据库恢复到旧的时刻以后，换一个名字重新开始签名；原因写进日志，见证人会看见。"""
    with house():
        from jiazong.ground.transparency import actions

        with _acting():
            log = actions.reopen(reason)
        _sequence()
    say(f"日志以 {log.origin} 的名字继续；请把新的公钥（jiazong ledger key）交给见证人。")


def _acting() -> Any:
    from jiazong.ground.access.context import acting_as_system
    from jiazong.run import evidence_log

    return acting_as_system(evidence_log.PURPOSE)


def _sequence() -> None:
    from jiazong.ground.transparency import keys, rules
    from jiazong.run import evidence_log

    try:
        evidence_log.adopt()
        evidence_log.sequence()
    except rules.SequencingStopped as stopped:
        say(ledger_words.stopped_sentence(stopped.reason))
    except keys.KeyExposed:
        raise Sentence(f"别人也读得到日志的密钥 {keys.file()}，请改成 0600。") from None
    except keys.KeyUnreadable:
        raise Sentence(f"{keys.file()} 不是日志的密钥，请从备份放回原来的文件。") from None


def _read_key(path: Path | None) -> Any:
    from jiazong.ground.transparency import notes

    if path is None:
        return None
    try:
        return notes.Key.parse(read_text(path).splitlines()[0])
    except (notes.BadNote, IndexError):
        raise Sentence(f"{path} 的第一行不是公钥，应是“名字+编号+密钥”。") from None
