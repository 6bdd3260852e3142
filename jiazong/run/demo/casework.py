"""Cases of the demonstration's first centre: families of three generations, cases at all six stages, some handed in."""
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.rules import entry
from jiazong.people.places.models import Centre
from jiazong.people.residents.actions import families
from jiazong.people.residents.models import Household, Person
from jiazong.people.staff.models import Worker
from jiazong.run.demo import kinship, tables
from jiazong.run.demo.loading import DemoLoaded
from jiazong.run.demo.names import Names
from jiazong.service.cases import actions
from jiazong.service.cases.actions import approving, assessing, closing, intake, notes, planning
from jiazong.service.cases.models import Case, Plan
from jiazong.service.cases.queries.assessing import scale_on
from jiazong.service.cases.rules import assessing as scoring
from jiazong.service.cases.rules.planning import GoalTold, StepTold

WORKER, SUPERVISOR, CASES = "chen.jing", "he.huifang", 36
# How far the cases have come, in turn: what is finished of intake, assessment, plan, its approval, contacts, closing.
FAR = ("work", "begun", "plan", "work", "assessed", "closed", "work", "handed_in", "intake", "work", "returned", "evaluated")


@dataclass(frozen=True)
class _House:
    centre: Centre
    worker: Worker
    account: Account
    supervisor: Account
    director: Account
    stories: list[dict[str, str]]
    today: date


def add_cases(loaded: DemoLoaded, *, today: date) -> list[Case]:
    """Give the demonstration's worker families and cases at every stage, and what waits for her supervisor."""
    people = {one.login: one for one in Account.objects.filter(login__in=[WORKER, SUPERVISOR])}
    if loaded.contract is None or loaded.director is None or len(people) < 2:
        return []
    centre, rng = loaded.contract.centre, Random("cases")
    worker = centre.workers.filter(account=people[WORKER]).first()
    if worker is None:
        return []
    house = _House(centre, worker, people[WORKER], people[SUPERVISOR], loaded.director, tables.read("case-stories"), today)
    names = Names(rng, taken=set(centre.workers.values_list("name", flat=True)))
    return [_one(house, names, place, rng) for place in range(CASES)]


def _one(house: _House, names: Names, place: int, rng: Random) -> Case:
    story, far = house.stories[place % len(house.stories)], FAR[place % len(FAR)]
    began = house.today - timedelta(days=14 + 2 * place + rng.randrange(4))
    household, person = _family(house, names, story, place, began)
    told = actions.Told(source=story["source"], issue=story["issue"], urgency="urgent" if story["weight"] == "3" else "normal", consent_on=began)
    case = actions.open_case(house.centre, person, told, by=house.director, on=began, household=household)
    actions.assign(case, house.worker, by=house.director, on=began, reason="熟悉这一类家庭")
    if far == "intake":
        return case
    intake.decide_intake(case, "accepted", by=house.account, on=began + timedelta(days=2))
    write = assessing.save_assessment if far == "begun" else assessing.complete_assessment
    write(case, _assessed(house, story, began), by=house.account, on=began + timedelta(days=7))
    if far not in ("begun", "assessed"):
        _planned(house, case, story, began, far)
    return case


def _family(house: _House, names: Names, story: dict[str, str], place: int, began: date) -> tuple[Household, Person]:
    """The household with whom the case is about first; the others live there too."""
    home = {"community": ("青禾社区", "河涌社区", "南园社区")[place % 3], "block": f"{1 + place % 18}栋", "room": f"{2 + place % 9}0{1 + place % 6}"}
    household, person, members = None, None, []
    for number, relation in enumerate(story["members"].split()):
        role, _, age = relation.partition(":")
        told = {"name": names.next(), "born_on": date(house.today.year - int(age), 1 + (place + number) % 12, 1 + (place * 5 + number) % 28),
                "sex": "f" if role in story["women"].split() else "m"}  # fmt: skip
        if person is None:
            one = person = families.register(house.centre, home=home, person=told, by=house.director, on=began)
            household = Household.objects.get(residences__person=person)
        else:
            one = families.add_member(household, person=told, by=house.director, relation=role)
        members.append((role, one))
    kinship.tie(household, members, place, on=began, by=house.director)
    return household, person


def _assessed(house: _House, story: dict[str, str], began: date) -> assessing.Assessed:
    """Scores by the weight of the story; the heaviest have a risk that is acute."""
    weight = int(story["weight"])
    scale = scale_on(house.centre.agency_id, began)
    scores = {
        domain["code"]: {item["code"]: min(max(weight - (number + len(domain["code"])) % 2, 0), item["points"]) for number, item in enumerate(domain["items"])}
        for domain in scale.domains
    }
    levels = {1: scoring.NONE, 2: scoring.POSSIBLE, 3: scoring.ACUTE}
    risks = {one: {"level": scoring.NONE, "words": ""} for one in scoring.RISKS}
    if story["risk"]:
        risks[story["risk"]] = {"level": levels[weight], "words": story["risk_words"]}
    return assessing.Assessed(
        made_on=began + timedelta(days=7), scores=scores, risks=risks, systems={"family": story["family"]}, needs=story["needs"].split("；"),
        strengths=story["strengths"], resources=story["resources"], worker_view=story["worker_view"], user_view=story["user_view"],
    )  # fmt: skip


def _planned(house: _House, case: Case, story: dict[str, str], began: date, far: str) -> None:
    steps = tuple(StepTold(words, who, began + timedelta(days=45 + 20 * number)) for number, (words, who) in enumerate(
        zip(story["steps"].split("；"), ("社工", "家人", "社工"), strict=False)))  # fmt: skip
    told = planning.PlanTold([GoalTold("family", story["goal"], steps)], "每月与家人一起看一次", 8, story["weight"] == "3", began + timedelta(days=10))
    plan = planning.save_plan(case, told, by=house.account)
    if far == "plan":
        return
    approving.hand_in(plan, to=house.supervisor, by=house.account)
    if far == "handed_in":
        return
    approving.decide(plan, by=house.supervisor, is_approved=far != "returned", opinion="同意" if far != "returned" else "目标写得太大，请拆成看得出的两步。")
    if far == "returned":
        return
    _contacts(house, case, story)
    if far in ("closed", "evaluated"):
        planning.evaluate(case, by=house.account)
    if far == "closed":
        goal = Plan.objects.get(pk=plan.pk).goals.get()
        report = closing.ClosingTold(house.today - timedelta(days=3), "reached", story["changes"], "", "三个月后电话回访", outcomes={goal: 1})
        ended = closing.save_closing(case, report, by=house.account)
        approving.hand_in(ended, to=house.supervisor, by=house.account)
        approving.decide(ended, by=house.supervisor, is_approved=True, opinion="同意结案")


def _contacts(house: _House, case: Case, story: dict[str, str]) -> None:
    """What was done lately, each contact once with its hours; a day the ledger does not take any more is left out."""
    for number, words in enumerate(story["contacts"].split("；")):
        day = house.today - timedelta(days=1 + 3 * number)
        told = notes.NoteTold(notes.Time(day, 45, 15), ("visit", "phone", "office")[number % 3], notes.Words(words, next_step=story["steps"].split("；")[0]))
        try:
            notes.write_note(case, told, by=house.account)
        except entry.Refused:
            continue
