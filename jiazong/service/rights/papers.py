"""The copy a person gets, as a paper one can read."""
import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import timezone

from jiazong.ground.access import tables
from jiazong.ground.papers.document import Block, Column, Document, Heading, Paragraph, Table
from jiazong.service.rights.models import Copy

WORDS = Path(__file__).parent / "data" / "columns.csv"
COLUMNS = (Column("项目", width=1.0), Column("内容", width=2.6))


def paper(copy: Copy) -> Document:
    """All that is kept about a person, table by table, row by row; what is left out stands at the end with its reason."""
    told = json.loads(bytes(copy.content))
    blocks: list[Block] = [Paragraph(f"本页列出本站保存的与您有关的全部记录，共 {copy.rows} 条。")]
    for name, rows in told["tables"].items():
        line = tables.lines().get(name)
        blocks.append(Heading(line.why if line else name))
        blocks += [Table(COLUMNS, tuple((labels().get(key, key), _said(value)) for key, value in row.items())) for row in rows]
    if told["withheld"]:
        blocks.append(Heading("没有列出的记录"))
        blocks += [Paragraph(f"{one['rows']} 条：{one['why']}") for one in told["withheld"]]
    day = timezone.localtime(copy.made_at).date()
    return Document(title="个人信息副本", issuing_body=copy.centre.name, date=day, blocks=tuple(blocks))


@cache
def labels() -> dict[str, str]:
    """What a column of the records is called on paper."""
    with WORDS.open(encoding="utf-8", newline="") as lines:
        return {row["column"]: row["label"] for row in csv.DictReader(lines)}


def _said(value: Any) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
