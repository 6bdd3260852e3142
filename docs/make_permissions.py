"""Write reference/permissions.md from the table the server itself obeys: run `python docs/make_permissions.py` after changing it."""
import csv
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "jiazong" / "ground" / "access" / "permissions.csv"
PAGE = HERE / "reference" / "permissions.md"
FIXED = ("word", "meaning", "screens")
ROLES = {
    "reception": "前台", "social_worker": "社工", "supervisor": "督导", "centre_director": "中心主任", "agency_office": "机构",
    "privacy_officer": "个人信息保护负责人",
    "street_office": "街道", "district_bureau": "区民政", "city_bureau": "市民政", "administrator": "管理员",
    "panel_member": "评委",
}  # fmt: skip
MARKS = {"": "—", "own": "本人", "scope": "范围内"}
NEEDS_NO_ROLE = ("public", "signed_in")
HEAD = """\
# 权限表

> 本页由 `python docs/make_permissions.py` 按 `jiazong/ground/access/permissions.csv` 生成，请不要手改。

- **本人**：只限自己在所在中心的那些记录。
- **范围内**：角色所在的范围之内。范围有四种：一个中心、一家机构、一个行政区划（按代码前缀，含下级）、全部。
- **是**：不看角色。
- **—**：不能。页面当作不存在，回答 404；没有登录的人先去登录页。

每个页面都归在一个权限词下。页面没写进表里，或表里写了不存在的页面，服务器拒绝启动
（`jiazong doctor` 也会查）。怎样加一个词，见[手册：加一个页面](../handbook/house.md#加一个页面)。
"""


def render(source: str) -> str:
    """The page for a table of permissions given as CSV text; a role without a Chinese name raises KeyError."""
    lines = list(csv.DictReader(source.splitlines(), restval=""))
    roles = [name for name in lines[0] if name not in FIXED]
    made = [HEAD, "## 谁能做什么", "", _row(["权限词", "含义", *(ROLES[role] for role in roles)]), _row(["---"] * (2 + len(roles)))]
    made += [_row([f"`{line['word']}`", line["meaning"], *(_mark(line, role) for role in roles)]) for line in lines]
    made += ["", "## 每个词管哪些页面", "", _row(["权限词", "页面（地址的名称）"]), _row(["---"] * 2)]
    made += [_row([f"`{line['word']}`", "、".join(f"`{screen}`" for screen in line["screens"].split())]) for line in lines]
    made += ["", "## 角色的代码", "", _row(["代码", "角色"]), _row(["---"] * 2)]
    made += [_row([f"`{role}`", ROLES[role]]) for role in roles]
    return "\n".join(made) + "\n"


def _mark(line: dict[str, str], role: str) -> str:
    return "是" if line["word"] in NEEDS_NO_ROLE else MARKS[line[role]]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(render(TABLE.read_text(encoding="utf-8")), encoding="utf-8")
