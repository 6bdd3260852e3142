"""Saving while a large book is imported, and hours of half the load: what waits longer, and what grows."""
import threading
import time
from collections.abc import Iterator

from django.db import connection, connections

from jiazong.commission.contracts.models import Contract
from jiazong.ledger.books import actions as books
from jiazong.run.bench import pages, workbook
from jiazong.run.bench.clients import Person, crowd
from jiazong.run.bench.figures import PART, PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds
from jiazong.run.bench.watch import load

MIXED, SOAK = "mixed", "soak"
WRITERS = 2
SHARE_AT_WORK = 0.5


def measure_mixed(grounds: Grounds) -> Iterator[Figure]:
    """Two workers save without a pause, first alone, then while a book of so many rows is read and posted."""
    people, days = _writers(grounds)
    steps = [pages._recording(person, days) for person in people]
    crowd(steps, 30, most=len(steps) * pages.WARMING)
    idle = crowd(steps, grounds.size.seconds, 1_000_000)
    yield Figure(MIXED, PART, "mixed_idle_p95", "记一笔 p95，没有导入", idle.share(0.95), "毫秒", False, load(), f"{WRITERS} 人，{idle.rate:.0f} 次/秒")
    importing = threading.Thread(target=_import, args=[grounds])
    importing.start()
    busy: list[float] = []
    while importing.is_alive():
        busy += crowd(steps, 1.0, 1_000_000).seconds
    importing.join()
    p95 = sorted(busy)[min(int(len(busy) * 0.95), len(busy) - 1)] * 1000
    yield Figure(MIXED, PRODUCT, "mixed_busy_p95", f"记一笔 p95，导入 {grounds.size.rows:,} 行时", p95, "毫秒", False, load(), f"{len(busy)} 次")


def _import(grounds: Grounds) -> None:
    people = workbook.staff(grounds.size.rows)
    path = grounds.folder / "mixed.xlsx"
    workbook.write(path, grounds.size.rows, people)
    book = books.hand_in(workbook.sign("mixed", people), name=path.name, content=path.read_bytes(), by=None)
    books.post_book(books.read_book(book), by=None)
    connections.close_all()


def measure_soak(grounds: Grounds) -> Iterator[Figure]:
    """Half the load for so many minutes, reading and saving; the memory of the web server by a straight line through it."""
    people, days = _writers(grounds)
    addresses = [f"/hours/{code}/indicators/{pages.INDICATOR}" for code in pages._codes()]
    reader = pages._signed_in(grounds.server, pages._reader(), pages.PASSWORD)
    steps = [pages._recording(people[0], days), pages._looking(reader, addresses, 0)]
    crowd(steps, 30, most=200)
    seen: list[tuple[float, float]] = []
    began = time.monotonic()
    served = 0
    while (now := time.monotonic() - began) < grounds.size.minutes * 60:
        seen.append((now, grounds.server.memory()))
        served += len(crowd([_rested(step) for step in steps], 5.0, 1_000_000).seconds)
    seen.append((time.monotonic() - began, grounds.server.memory()))
    note = f"{served:,} 次请求，{seen[0][1]:.0f} → {seen[-1][1]:.0f} MB"
    yield Figure(SOAK, PRODUCT, "soak_slope", f"半载 {grounds.size.minutes:g} 分钟，内存每小时多", slope(seen[len(seen) // 5 :]) * 3600, "MB", False, load(), note)


def slope(seen: list[tuple[float, float]]) -> float:
    """How fast a value grows a second, by least squares."""
    if len(seen) < 2:
        return 0.0
    at, value = sum(x for x, _ in seen) / len(seen), sum(y for _, y in seen) / len(seen)
    spread = sum((x - at) ** 2 for x, _ in seen)
    return sum((x - at) * (y - value) for x, y in seen) / spread if spread else 0.0


def _rested(step: object) -> object:
    """Work, then rest as long as the work took: half the load."""

    def rested(turn: int) -> None:
        began = time.perf_counter()
        step(turn)
        time.sleep((time.perf_counter() - began) * (1 - SHARE_AT_WORK) / SHARE_AT_WORK)

    return rested


def _writers(grounds: Grounds) -> tuple[list[Person], list[str]]:
    grounds.city  # noqa: B018 - made when first asked for
    contract = Contract.objects.get(code=pages._codes()[1])
    people, _, days = pages.writers(grounds, contract)
    connection.close()
    return people[:WRITERS], days
