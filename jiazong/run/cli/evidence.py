"""`jiazong evidence pack`."""
from datetime import date
from pathlib import Path

import click

from jiazong.run.cli.contracts import find_contract
from jiazong.run.cli.ground import DAY, FILE, Group, Sentence, house, progress, say


@click.group(cls=Group)
def evidence() -> None:
    """评估资料：打包。"""


@evidence.command()
@click.argument("code")
@click.option("--out", type=FILE, required=True, help="写到哪个 zip 文件。")
@click.option("--as-of", type=DAY, default=None, help="截至哪一天（含当天），默认今天，最晚到合同末日。")
def pack(code: str, out: Path, as_of: date | None) -> None:
    """把一份合同的评估资料打成一个 zip：目录、摘要（Word、PDF）、每项指标的记录、校验清单。"""
    with house(), progress("打包") as advance:
        from django.utils import timezone
        from django.utils.translation import gettext

        from jiazong.ground.papers.document import PaperError
        from jiazong.review.evidence import sending
        from jiazong.review.evidence.rules import EvidenceError

        found = find_contract(code)
        asked = as_of or min(timezone.localdate(), found.last_day)
        if asked < found.first_day:
            raise Sentence(f"合同 {code} 从 {found.first_day} 开始，{asked} 还没有可打包的记录。")
        partial = out.with_name(f".{out.name}.part")
        try:
            with partial.open("wb") as target:
                sending.write_pack(
                    found, target, as_of=min(asked, found.last_day), by=None,
                    progress=lambda made: advance(made.files_done, made.files),
                )
            partial.replace(out)
        except (PaperError, EvidenceError) as fault:
            raise Sentence(gettext(fault.msgid) % fault.params) from None
        except OSError as fault:
            raise Sentence(f"写不了 {out}（{fault.strerror}），请核对文件夹和权限。") from None
        finally:
            partial.unlink(missing_ok=True)
    say(f"资料包已写入 {out}（{out.stat().st_size / 1024:,.0f} KB）。")
