"""The catalogue and the blank survey form on paper; papers are Chinese whatever language the screens speak."""
from collections.abc import Sequence

from jiazong.commission.catalogue.models import Edition, Entry, Group, Need, Project, Survey
from jiazong.commission.catalogue.rules import removal
from jiazong.ground.papers.document import Column, Document, Heading, Paragraph, Table, chinese_day

KINDS = {Project.PROJECT: "中心项目", Project.POST: "岗位"}
NOTES = {removal.PLANNED: "拟购买", removal.RUNNING: "正在实施"}


def shares_said(project: Project) -> str:
    """The purchaser with the shares in brackets, as the published catalogue writes it: 区民政局（市 50%、区 50%）."""
    if project.city_percent is None:
        return project.purchaser
    return f"{project.purchaser}（市 {project.city_percent}%、区 {project.district_percent}%）"


def edition_cells(entry: Entry) -> tuple[str, ...]:
    """A line of the catalogue as it is printed."""
    return (str(entry.number), entry.category, entry.title, entry.users, KINDS[entry.kind], shares_said(entry), NOTES[entry.note])


EDITION_HEADINGS = ("序号", "类别", "项目", "服务对象", "方式", "购买方（市、区分担）", "备注")
EDITION_WIDTHS = (0.6, 1.1, 2.2, 1.8, 0.9, 2.0, 1.0)


def edition_document(edition: Edition, entries: Sequence[Entry]) -> Document:
    """The published catalogue as a paper."""
    running = sum(1 for one in entries if one.note == removal.RUNNING)
    columns = tuple(Column(heading, "center" if heading == "序号" else "left", width) for heading, width in zip(EDITION_HEADINGS, EDITION_WIDTHS, strict=True))
    return Document(
        title=edition.title, issuing_body=edition.issued_by, date=edition.published_on,
        blocks=(
            Paragraph(
                f"本目录为{edition.year}年度第{edition.version}版，于{chinese_day(edition.published_on)}公布，共{len(entries)}项，"
                f"其中正在实施{running}项、拟购买{len(entries) - running}项。"
            ),
            Table(columns, tuple(edition_cells(one) for one in entries)),
            Paragraph(f"本版内容的校验值（SHA-256）：{edition.digest}。", indent=False),
        ),
    )  # fmt: skip


def survey_form(survey: Survey, needs: Sequence[Need], groups: Sequence[Group]) -> Document:
    """The blank form that is filled in on paper or read out on the telephone."""
    boxes = "　".join(f"□ {group.name}" for group in groups)
    return Document(
        title=survey.title, issuing_body=survey.region.name, date=survey.first_day,
        blocks=(
            Paragraph("表号：＿＿＿＿＿＿　　日期：＿＿＿＿年＿＿月＿＿日　　方式：□ 纸质　□ 电话　□ 网络", indent=False),
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
