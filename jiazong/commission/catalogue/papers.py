"""The catalogue and the blank survey form on paper; papers are Chinese whatever language the screens speak."""
from collections.abc import Sequence

from jiazong.commission.catalogue.edition_lines import HEADINGS, WIDTHS, cells_of
from jiazong.commission.catalogue.models import Edition, Entry, Group, Need, Survey
from jiazong.commission.catalogue.rules import removal
from jiazong.ground.papers.document import Column, Document, Heading, Paragraph, Table, chinese_day


def edition_document(edition: Edition, entries: Sequence[Entry]) -> Document:
    """The published catalogue as a paper."""
    running = sum(1 for one in entries if one.note == removal.RUNNING)
    columns = tuple(Column(heading, "center" if heading == "序号" else "left", width) for heading, width in zip(HEADINGS, WIDTHS, strict=True))
    return Document(
        title=edition.title, issuing_body=edition.issued_by, date=edition.published_on,
        blocks=(
            Paragraph(
                f"本目录为{edition.year}年度第{edition.version}版，于{chinese_day(edition.published_on)}公布，共{len(entries)}项，"
                f"其中正在实施{running}项、拟购买{len(entries) - running}项。"
            ),
            Table(columns, tuple(cells_of(one) for one in entries)),
            Paragraph(f"本版内容的校验值（SHA-256）：\n{edition.digest[:32]}\n{edition.digest[32:]}", indent=False),
        ),
    )  # fmt: skip


def survey_form(survey: Survey, needs: Sequence[Need], groups: Sequence[Group]) -> Document:
    """The blank form that is filled in on paper or read out on the telephone."""
    boxes = "　".join(f"□ {group.name}" for group in groups)
    return Document(
        title=survey.title, issuing_body=survey.region.name, date=survey.first_day,
        blocks=(
            Paragraph("表号：＿＿＿＿＿＿　日期：＿＿＿＿年＿＿月＿＿日\n方式：□ 纸质　□ 电话　□ 网络", indent=False),
            Paragraph("本问卷不记姓名、住址和电话，只用来了解大家需要什么。", indent=False),
            Heading("一、您住在哪个街道（镇）"),
            Paragraph("＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿", indent=False),
            Heading("二、您属于哪一类（选一项）"),
            Paragraph(boxes, indent=False),
            Heading(f"三、下面哪{survey.places}项您最需要"),
            Paragraph("请在“第几位”一栏写 1、2、3……，1 是最需要的，其余不写。"),
            Table((Column("编号", "center", 0.7), Column("需求", "left", 4.0), Column("第几位", "center", 1.2)),
                  tuple((str(need.order), need.name, "") for need in needs)),
        ),
    )  # fmt: skip
