"""Residents: a book of 5,000 into the register, doubles among 200,000, the search box of reception over as many."""
import random
import time
from collections.abc import Iterator
from datetime import date

import xlsxwriter
from django.db import connection
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.ground.accounts.models import Account
from jiazong.people.places import actions as places
from jiazong.people.places.models import Body, Centre, Region
from jiazong.people.residents.actions import importing, writing
from jiazong.people.residents.queries import duplicates, search
from jiazong.people.residents.rules.grouping import households
from jiazong.people.residents.rules.identity import RESIDENT, Identity
from jiazong.people.residents.rules.phones import read as read_phones
from jiazong.people.residents.rules.rows import Row
from jiazong.people.residents.tests.invented import Town, Townsman, doubles
from jiazong.run import prepare
from jiazong.run.bench import watch
from jiazong.run.bench.figures import PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds

HEADS = ("编号", "姓名", "性别", "出生日期", "身份证号", "电话", "地址", "户号", "与户主关系")
BOOK, TOWN, BATCH, ASKED = 5_000, 200_000, 20_000, 400
TABLES = "residents_person, residents_searchkey, residents_phone, residents_household, residents_residence"


def measure(grounds: Grounds) -> Iterator[Figure]:
    """Import, doubles and search; a quick run takes a twentieth of the town."""
    quick = grounds.size.rounds == 1
    yield _import(grounds)
    town = _settle(TOWN // 20 if quick else TOWN)
    small = "_small" if quick else ""  # the goals are for the whole town
    yield from _doubles(town, small)
    yield from _search(town, small)


def _centre(code: str) -> Centre:
    agency = places.ensure_body(Body.AGENCY, name="量测社会工作服务中心", region=None, by=None)
    street = places.ensure_street(Region.objects.get(code="440103"), office="量测街道办事处", as_of=date(2025, 1, 1))
    return places.open_centre(code, name=f"{code}社工服务站", region=street, agency=agency, by=None)


def _figure(key: str, label: str, value: float, unit: str, *, more: bool = False, note: str = "", cpu: float | None = None) -> Figure:
    return Figure("people", PRODUCT, key, label, value, unit, more, watch.load(), note, cpu)


def _import(grounds: Grounds) -> Figure:
    """A book of 5,000 with doubles among them, as the command takes it in: reading, checking, hints, writing."""
    people = Town(3).settle(round(BOOK / 1.05))[:BOOK]
    path = grounds.folder / "名册.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADS)
        for line, one in enumerate(people, 1):
            sheet.write_row(line, 0, _cells(one))
    centre, content = _centre("people-book"), path.read_bytes()
    taken, found = watch.take(lambda: importing.import_people(centre, content=content, name=path.name, by=None, today=timezone.localdate()))
    note = f"{found.new:,} 人，{found.new_households:,} 户，{len(found.hints):,} 处提示；{taken.note}"
    return _figure("people_import", f"导入 {found.rows:,} 人，含核对与重复提示", taken.seconds, "秒", note=note, cpu=taken.cpu)


def _cells(one: Townsman) -> list[str]:
    born = one.born_on.isoformat() if one.born_on else ""
    return [one.number, one.name, "男" if one.sex == "m" else "女", born, one.id_number, one.phone, one.address, one.household, "" if one.relation == "" else one.relation]


def _settle(people: int) -> list[Townsman]:
    """The town in the register, in parts, by the same writing as an import."""
    town, centre = Town(7).settle(round(people / 1.05)), _centre("people-town")
    for at in range(0, len(town), BATCH):
        writing.write_book(centre, households([_row(line, one) for line, one in enumerate(town[at : at + BATCH])]), {}, by=None, today=timezone.localdate())
    with prepare.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {TABLES}")
    return town


def _row(line: int, one: Townsman) -> Row:
    paper = Identity(RESIDENT, one.id_number) if one.id_number else None
    estate, _, rest = one.address.partition("栋")
    digits = "".join(sign for sign in estate if sign.isdigit())
    return Row(
        "town", line * 2, one.name, one.number, one.sex, one.born_on, False, None, paper, tuple(read_phones(one.phone)), household_number="",
        relation="" if one.relation == "户主" else one.relation, is_head=one.relation == "户主",
        estate=estate.removesuffix(digits), block=f"{digits}栋", room=rest.removesuffix("房"), address=one.address,
    )  # fmt: skip


def _doubles(town: list[Townsman], small: str) -> Iterator[Figure]:
    centre = Centre.objects.get(pk="people-town")
    watch.forget_peak()
    taken, found = watch.take(lambda: duplicates.find(centre))
    memory = watch.peak_memory()
    real, told = doubles(town), {frozenset((one.a.outside_number, one.b.outside_number)) for one in found}
    right = len(real & told)
    note = f"{len(found):,} 对；找到真的 {right / max(len(real), 1):.1%}，找到的里真的占 {right / max(len(told), 1):.1%}；{taken.note}"
    yield _figure(f"people_duplicates{small}", f"在 {len(town):,} 人里找重复", taken.seconds, "秒", note=note, cpu=taken.cpu)
    yield _figure(f"people_duplicates_memory{small}", "  占内存", memory, "MB")


def _search(town: list[Townsman], small: str) -> Iterator[Figure]:
    """What reception types, as an account of the centre, under the policies; a figure for each way of typing."""
    account = Account.objects.create(login="people-bench", name="量测")
    access.admit(account, role="reception", scope_kind="centre", scope_code="people-town", by=None, on=date(2025, 1, 1))
    chance, worst = random.Random(5), 0.0
    ways = {
        "姓名": lambda one: one.name, "名字里的字": lambda one: one.name[1:], "姓": lambda one: one.name[0],
        "拼音": lambda one: _typed(one, "p"), "拼音开头": lambda one: _typed(one, "p")[:3], "首字母": lambda one: _typed(one, "i"),
        "一个字母": lambda one: _typed(one, "p")[:1], "编号": lambda one: one.number, "栋和房": lambda one: one.address,
    }  # fmt: skip
    for label, way in ways.items():
        texts = [way(one) for one in chance.sample(town, ASKED // 4)]
        spans, hits, cpu = [], 0, time.process_time() + watch.backends_cpu()
        for text in texts:
            with acting(account, "residents.read"):
                began = time.perf_counter()
                hits += bool(search.find(["people-town"], text))
                spans.append((time.perf_counter() - began) * 1000)
        each = (time.process_time() + watch.backends_cpu() - cpu) / len(texts) * 1000
        p95 = sorted(spans)[int(len(spans) * 0.95)]
        worst = max(worst, p95)
        yield _figure(f"people_search_{label}", f"  按{label}找，p95", p95, "毫秒", note=f"{hits} / {len(texts)} 次有结果；每次 CPU {each:.1f} 毫秒")
    yield _figure(f"people_search{small}", f"在 {len(town):,} 人里找人，最慢一种的 p95", worst, "毫秒")


def _typed(one: Townsman, kind: str) -> str:
    keys = [key.text for key in search.names.search_keys(one.name) if key.kind == kind and key.place == 0]
    return keys[0] if keys else one.name
