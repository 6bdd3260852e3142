"""The front desk of the demonstration's first centre: a queue, appointments, two cases to give, a month to look through."""
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.accounts import actions as accounting
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre, Room
from jiazong.people.residents.actions import families
from jiazong.people.residents.models import Person
from jiazong.people.staff import actions as staffing
from jiazong.people.staff.models import Skill, Worker
from jiazong.people.staff.queries import posts_on, workers_of
from jiazong.run.demo.loading import DemoLoaded
from jiazong.run.demo.logins import PASSWORD
from jiazong.service.cases.actions import Told
from jiazong.service.intake import actions
from jiazong.service.intake.actions import Opened, Said
from jiazong.service.intake.models import Appointment, Arrival
from jiazong.service.intake.rules import codes
from jiazong.service.intake.rules.month import month_before

RECEPTION = "fang.yun"
# Invented like all of the demonstration: name, sex, born, community, block, room, telephone.
FAMILIES = (
    ("单玉兰", "f", date(1948, 5, 12), "青禾社区", "3栋", "502", "13800002233"),
    ("区志明", "m", date(1979, 9, 3), "青禾社区", "5栋", "1201", "13800004455"),
    ("曾小满", "f", date(2013, 6, 1), "荷塘社区", "1栋", "301", "13800006677"),
    ("解桂芳", "f", date(1955, 1, 20), "荷塘社区", "2栋", "804", "13800008899"),
)
# Who stands in the queue: number of the family or a name as told, how, for a worker, about, minutes ago, attended to.
QUEUE = (
    (0, "", codes.WALK_IN, True, "问助餐点怎么办卡", 26, False),
    (None, "街坊阿姨", codes.WALK_IN, False, "问居住证续期", 14, False),
    (1, "", codes.PHONE, False, "孩子最近不肯上学", 9, False),
    (None, "", codes.PHONE, False, "", 6, True),
    (3, "", codes.WALK_IN, True, "来拿探访时说的资料", 4, True),
    (None, "周先生", codes.ONLINE, False, "想报暑期班", 2, False),
)
ASKED = (
    ("policy", "长者助餐补贴怎么申请", "带身份证到社区居委会登记"), ("resource", "想借轮椅", "登记在册，周三可以来取"),
    ("papers", "居住证怎么续", "在网上办，或到街道大厅"), ("activity", "暑期班还有没有位", "还有六个名额，已登记"),
    ("policy", "残疾证补办", "到街道残联窗口"), ("other", "楼下路灯坏了", "已转居委会"),
)  # fmt: skip
COLLEAGUES = (("shegong.yi", ("cantonese", "elderly")), ("shegong.er", ("putonghua", "children", "family")))


def add_frontdesk(loaded: DemoLoaded, *, today: date) -> list[Arrival]:
    """Put six people into today's queue, promise three times, open two cases nobody has yet, and leave last month to look through."""
    reception = Account.objects.filter(login=RECEPTION).first()
    if loaded.contract is None or reception is None:
        return []
    centre = loaded.contract.centre
    people = [_family(centre, told, reception, today) for told in FAMILIES]
    workers = _who_take_cases(centre, today)
    _ask_last_month(centre, people, reception, today)
    _open(centre, people[1], "urgent", ("children", "family"), reception, today)
    _open(centre, people[2], "crisis", ("children",), reception, today)
    if workers:
        _promise(centre, people, workers, reception, today)
    return [_come(centre, line, people, workers, reception) for line in QUEUE]


def _family(centre: Centre, told: tuple, by: Account, today: date) -> Person:
    name, sex, born_on, community, block, room, phone = told
    return families.register(
        centre, person={"name": name, "sex": sex, "born_on": born_on}, home={"community": community, "block": block, "room": room},
        by=by, on=today, phone=phone,
    )  # fmt: skip


def _who_take_cases(centre: Centre, today: date) -> list[Worker]:
    """The social workers with an account; two more of the list get one, with what they speak and know."""
    here = workers_of(centre, on=today)
    posts = posts_on(here, on=today)
    social = [one for one in here if one.pk in posts and posts[one.pk].kind_id == "social_worker"]
    idle = [one for one in social if one.account_id is None]
    for worker, (login, skills) in zip(idle, COLLEAGUES, strict=False):
        worker.account = accounting.open_account(login, name=worker.name, password=PASSWORD)
        worker.save(update_fields=["account"])
        access.admit(worker.account, role="social_worker", scope_kind="centre", scope_code=centre.code, by=None, on=today)
        staffing.set_skills(worker, list(Skill.objects.filter(code__in=skills)), by=None)
    return [one for one in social if one.account_id]


def _ask_last_month(centre: Centre, people: Sequence[Person], by: Account, today: date) -> None:
    """What was asked last month; one resident came again and again."""
    first = month_before(today)
    for number, (kind, content, answer) in enumerate(ASKED):
        person = people[0] if number % 2 == 0 else None
        came = actions.register(centre, by=by, person=person, name_told="" if person else "街坊")
        said = Said(kind, codes.ANSWERED, minutes=5 + number, content=content, answer=answer)
        actions.settle(came, said, by=by, on=first + timedelta(days=3 + 4 * number))


def _open(centre: Centre, person: Person, urgency: str, skills: tuple[str, ...], by: Account, today: date) -> None:
    came = actions.register(centre, by=by, person=person)
    told = Told(source="self", issue="来访者说家里近来争吵多，想有人帮忙。", urgency=urgency, is_minor=person.born_on > today.replace(year=today.year - 18))
    actions.settle(came, Said("support", codes.CASE, opened=Opened(told, skills)), by=by, on=today)


def _promise(centre: Centre, people: Sequence[Person], workers: Sequence[Worker], by: Account, today: date) -> None:
    room = Room.objects.filter(centre=centre, type_id="counselling").first()
    for number, (clock, day) in enumerate(((time(10), today), (time(14, 30), today), (time(9, 30), today + timedelta(days=1)))):
        begins = timezone.make_aware(datetime.combine(day, clock))
        Appointment.objects.create(
            centre=centre, person=people[number], worker=workers[number % len(workers)], room=room, begins_at=begins,
            ends_at=begins + timedelta(hours=1), note="第一次面谈", made_by=by,
        )  # fmt: skip


def _come(centre: Centre, line: tuple, people: Sequence[Person], workers: Sequence[Worker], by: Account) -> Arrival:
    family, name, channel, is_for_worker, about, minutes, is_attended = line
    came = actions.register(
        centre, by=by, channel=channel, person=None if family is None else people[family], name_told=name,
        worker=workers[0] if is_for_worker and workers else None, about=about,
    )  # fmt: skip
    Arrival.objects.filter(pk=came.pk).update(came_at=Now() - timedelta(minutes=minutes))
    return actions.attend(came, by=by) if is_attended else came
