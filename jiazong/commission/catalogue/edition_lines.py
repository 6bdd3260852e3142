"""A line of the published catalogue as paper and workbook write it; both are Chinese whatever language the screens speak."""
from jiazong.commission.catalogue.models import Entry, Project
from jiazong.commission.catalogue.rules import removal

KINDS = {Project.PROJECT: "中心项目", Project.POST: "岗位"}
NOTES = {removal.PLANNED: "拟购买", removal.RUNNING: "正在实施"}


def shares_said(project: Project) -> str:
    """The purchaser with the shares in brackets, as the published catalogue writes it: 区民政局（市 50%、区 50%）."""
    if project.city_percent is None:
        return project.purchaser
    return f"{project.purchaser}（市 {project.city_percent}%、区 {project.district_percent}%）"


def cells_of(entry: Entry) -> tuple[str, ...]:
    """A line of the catalogue as it is printed."""
    return (str(entry.number), entry.category, entry.title, entry.users, KINDS[entry.kind], shares_said(entry), NOTES[entry.note])


HEADINGS = ("序号", "类别", "项目", "服务对象", "方式", "购买方（市、区分担）", "备注")
WIDTHS = (0.6, 1.1, 2.2, 1.8, 0.9, 2.0, 1.0)
