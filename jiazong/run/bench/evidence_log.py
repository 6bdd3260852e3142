"""What the evidence log costs: leaves of many postings and of one, numbering them, proving, examining and exporting the whole."""
import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from jiazong.run.bench.figures import PART, Figure

GROUPS = {"append": "写叶", "sequence": "排序号", "prove": "证明", "verify": "核对整个日志", "export": "导出与独立核验"}
ONE_BY_ONE, PROOFS = 300, 200
LINES = """
INSERT INTO hours_posting (contract_id, worker_id, method_id, day, direct_minutes, indirect_minutes, person_times, quantity,
  counts_hours, field, title, note_mark, flags, is_late, rule_id, source_id, source_sheet, source_row, reason)
SELECT contract.code, place.worker_id, (SELECT min(id) FROM contracts_method WHERE contract_id = contract.code),
  contract.first_day + n %% 300, 15 + n %% 8 * 15, n %% 4 * 15, 1 + n %% 17, 1, true, '长者服务', '独居长者探访 ' || n, '', '', false,
  (SELECT min(id) FROM contracts_hoursrule WHERE contract_id = contract.code), %(source)s, '服务记录', n + 2, ''
FROM contracts_contract contract, generate_series(1, %(lines)s) n,
  LATERAL (SELECT min(worker_id) AS worker_id FROM contracts_assignment WHERE contract_id = contract.code) place
WHERE contract.code = %(contract)s
"""


def measure(lines: int, folder: Path) -> Iterator[Figure]:
    """All figures with so many postings, from an empty log to the exported file; everything is committed."""
    from django.db import connection

    from jiazong.ground.access.context import acting_as_system
    from jiazong.ground.transparency import actions, bundles
    from jiazong.ground.transparency.verifying.whole import at_one_moment
    from jiazong.ledger.hours import leaves
    from jiazong.ledger.hours.models import Source
    from jiazong.run import evidence_log
    from jiazong.run.bench import workbook

    evidence_log.adopt()
    with acting_as_system("bench"):
        contract = workbook.sign("bench-log", workbook.names(12), first_day=date(2025, 1, 1))
        source = Source.objects.create(contract=contract, kind=Source.BOOK, name="量测.xlsx")
        given = {"lines": lines, "contract": contract.pk, "source": source.pk}
        with connection.cursor() as cursor:
            cursor.execute(LINES, given)
        ours = "line.source_id = %(source)s"
        yield _each("append", f"{lines:,} 条入账的叶，一条语句", lines, lambda: actions.append_rows(leaves.POSTING, ours, given))
        made = ((f"import:{number}", {"rows": number}, {"name": "台账"}) for number in range(lines // 10))
        yield _each("append", f"{lines // 10:,} 件别的事的叶，一批", lines // 10, lambda: actions.append_many("import", made))
        yield _each("append", "一片一片写", ONE_BY_ONE, lambda: [actions.append("import", f"import:one-{n}", {"n": n}) for n in range(ONE_BY_ONE)])
    yield _each("sequence", "全部排好、签名", lines, evidence_log.sequence)
    with acting_as_system("bench"), connection.cursor() as cursor:
        cursor.execute("SELECT subject FROM transparency_leaf ORDER BY hash LIMIT %s", [PROOFS])
        asked = [subject for (subject,) in cursor.fetchall()]
        yield _each("prove", "一条的证明", PROOFS, lambda: [bundles.proof_of(one, evidence_log.KINDS) for one in asked])
    yield _whole("verify", "jiazong ledger verify 做的事", evidence_log.examine)
    target = folder / "log.jsonl"
    with at_one_moment(), acting_as_system("bench"):
        yield _whole("export", "导出，连同内容", lambda: _write(target, bundles.export_lines(evidence_log.KINDS)))
    program = Path(bundles.__file__).with_name("standalone") / "verify.py"
    yield _whole("export", "独立核验程序重算", lambda: subprocess.run([sys.executable, "-I", program, target], check=True, capture_output=True))


def _write(target: Path, lines: Iterator[dict]) -> None:
    from json import JSONEncoder

    coded = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with target.open("w", encoding="utf-8") as out:
        out.writelines(coded(line) + "\n" for line in lines)


def _each(group: str, label: str, count: int, work: Callable[[], object]) -> Figure:
    seconds, note = _taken(work)
    return Figure(group, PART, f"{group}.{label}", label, seconds / count * 1e6, "微秒/条", False, os.getloadavg()[0], note)


def _whole(group: str, label: str, work: Callable[[], object]) -> Figure:
    seconds, note = _taken(work)
    return Figure(group, PART, f"{group}.{label}", label, seconds, "秒", False, os.getloadavg()[0], note)


def _taken(work: Callable[[], object]) -> tuple[float, str]:
    """The seconds by the clock, and a note with the processor's, the database's among them."""
    from jiazong.run.bench.watch import take

    taken, _ = take(work)
    return taken.seconds, taken.note


def main() -> None:
    """`python -m jiazong.run.bench.evidence_log --lines 100000`: measure in a database of one's own, which keeps what was written."""
    words = argparse.ArgumentParser(description=main.__doc__)
    words.add_argument("--lines", type=int, default=100_000)
    asked = words.parse_args()
    from jiazong.run.cli.ground import house

    with house(), tempfile.TemporaryDirectory(prefix="jiazong-bench-") as folder:
        from jiazong.run.bench.figures import table

        print(table(list(measure(asked.lines, Path(folder))), GROUPS))


if __name__ == "__main__":
    main()
