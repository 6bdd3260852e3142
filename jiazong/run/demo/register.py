"""The restricted register of the demonstration's first centre: supervision, record checks, an emergency to review."""
from datetime import date, timedelta

from jiazong.ground.access.grants import asking, breaking
from jiazong.ground.access.grants.models import BreakGlass
from jiazong.ground.accounts.models import Account
from jiazong.people.staff.models import Worker
from jiazong.people.supervision import actions, queries
from jiazong.people.supervision.actions import Said
from jiazong.people.supervision.models import Check, Note
from jiazong.run.demo.loading import DemoLoaded

SUPERVISOR = "he.huifang"
SAID = (
    ("individual", 60, 1, "连续两周加班，家访后容易把情绪带回家；一起理了手上个案的轻重缓急。", "本周把两宗稳定个案转为每月跟进。", "注意她的休息。"),
    ("hard_case", 90, 1, "讨论一宗家庭照顾者个案：边界怎么守，什么时候转介。", "下次带家庭关系图来。", ""),
    ("site_visit", 45, 2, "旁听了一次小组：开场清楚，收尾匆忙。", "收尾留出十分钟让组员说一句话。", ""),
)


def add_register(loaded: DemoLoaded, *, today: date) -> BreakGlass | None:
    """Let the demonstration's supervisor supervise three workers, write notes and checks, and leave an emergency to review."""
    supervisor = Account.objects.filter(login=SUPERVISOR).first()
    if loaded.contract is None or loaded.director is None or supervisor is None:
        return None
    centre = loaded.contract.centre
    workers = [one for one in queries.here_on(centre.workers.order_by("pk"), today) if one.account_id not in (supervisor.pk, loaded.director.pk)]
    known = sorted(workers, key=lambda one: (one.account_id is None, one.pk))
    notes = [note for place, worker in enumerate(known[:3]) for note in _supervise(supervisor, worker, place, today, loaded.director)]
    for place, worker in enumerate(known):
        _check(worker, place, today, loaded.director)
    return _leave_waiting(notes, loaded.director) if notes else None


def _supervise(supervisor: Account, worker: Worker, place: int, today: date, director: Account) -> list[Note]:
    pair = actions.pair(supervisor, worker, by=director, on=today - timedelta(days=60))
    form, minutes, halves, themes, agreements, private = SAID[place]
    # Within the running month, so that the month of supervision shows days that were used.
    day = today - timedelta(days=min(3 + 4 * place, today.day - 1))
    said = Said(day, minutes, form, themes, agreements, private, halves=halves)
    return actions.write_notes([pair], said, by=supervisor)


def _check(worker: Worker, place: int, today: date, director: Account) -> None:
    """Most hold; one ran out, one runs out soon, one was never asked."""
    days = {1: 400, 2: 350}.get(place, 120)
    if place != 3:
        actions.record_check(
            worker, kind=Check.YEARLY, asked_on=today - timedelta(days=days), result="clear",
            number=f"查询回执〔{today.year}〕{place + 1:03}", words="", by=director,
        )  # fmt: skip


def _leave_waiting(notes: list[Note], director: Account) -> BreakGlass:
    """One request to decide and one emergency to review, as the officer would find them in the morning."""
    officers = tuple(queries.holders("privacy_officer", notes[0].centre))
    others = [*queries.holders("agency_office", notes[0].centre), *officers]
    asking.ask(queries.subject_of_note(notes[-1]), by=director, words="年度考核前核对督导次数与主题", tell=officers)
    return breaking.break_glass(
        queries.subject_of_note(notes[0]), by=director, code="life", words="社工失联半天，需要知道最近谈到的压力和去向", has_fresh_proof=True,
        tell=others,
    )  # fmt: skip
