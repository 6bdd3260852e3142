"""A finding as one Chinese sentence part, for papers and the command line: where, what was found, what is required."""
from jiazong.commission.tenders.rules.checking import Finding
from jiazong.commission.tenders.rules.telling import plain

ITEMS = {
    "lots": "包组", "years": "报价年数", "annual_hours": "全年工时", "professionals": "专业人员",
    "social_workers": "助理社会工作师以上", "received": "收到时间", "bond_yuan": "投标保证金（元）",
    "declared_interests": "声明的利害关系", "bidder": "投标人", "sha256": "校验值",
}  # fmt: skip
YEAR = "year "


def finding_said(one: Finding) -> str:
    """One place where a clause is broken: 包组 1，全年工时：22,851，要求 22,852."""
    lot = f"包组 {one.lot}，" if one.lot else ""
    item = f"第 {one.item.removeprefix(YEAR)} 年" if one.item.startswith(YEAR) else ITEMS.get(one.item, one.item)
    said = _moment if one.item == "received" else value_said
    required = "" if one.required is None else f"，要求 {said(one.required)}"
    return f"{lot}{item}：{said(one.found)}{required}"


def _moment(value: str) -> str:
    return value.replace("T", " ").removesuffix("+08:00")


def value_said(value: object) -> str:
    """A value as a person reads it: numbers with commas, a list with 、, nothing as 没有写."""
    shown = plain(value)
    if shown is None or shown == "":
        return "没有写"
    if isinstance(shown, list):
        return "、".join(map(str, shown)) or "无"
    return f"{shown:,}" if isinstance(shown, int | float) else str(shown)
