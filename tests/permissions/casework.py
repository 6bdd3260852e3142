"""Cases of one side: one that belongs to a worker nobody is, and one of their own for those who may hold a case."""
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import asking
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Ask
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Household, Person, Residence
from jiazong.people.staff import actions as staffing
from jiazong.people.staff.models import PostKind, Worker
from jiazong.service.cases import actions
from jiazong.service.cases.actions import approving, assessing, intake, planning
from jiazong.service.cases.models import Assessment, Case, Plan, Scale, Step
from jiazong.service.cases.rules.planning import GoalTold, StepTold
from tests.permissions import contacts

FIRST_DAY = date(2025, 1, 1)
# Stands in every text of the shared case, so that whoever holds no grant on it must not find it anywhere.
SEALED = "丹顶鹤"


@dataclass
class Casework:
    """What is shared by a side, and what belongs to single people by their name in the world."""

    canary: str
    centre: Centre
    worker: Worker
    director: Account
    case: Case = None
    drawn: Ask = None
    cases: dict[str, Case] = field(default_factory=dict)
    plans: dict[str, Plan] = field(default_factory=dict)

    def case_of(self, person: object) -> dict[str, object]:
        """The person's own case where there is one, else the shared one."""
        return {"pk": self.cases.get(str(person), self.case).pk}

    def assessment_of(self, person: object) -> dict[str, object]:
        """The completed assessment of the same case."""
        pk = self.case_of(person)["pk"]
        return {"pk": pk, "which": Assessment.objects.get(case=pk).pk}

    def step_of(self, person: object) -> dict[str, object]:
        """A step of the same case's plan."""
        pk = self.case_of(person)["pk"]
        return {"pk": pk, "step": Step.objects.filter(case=pk).first().pk}

    def plan_for(self, person: object) -> dict[str, object]:
        """What was handed in to the person, else what was handed in to nobody who is sent round."""
        return {"kind": "plan", "pk": (self.plans.get(str(person)) or self.plans["nobody"]).pk}

    def employ(self, name: str, role: str, worker: Worker) -> None:
        """A worker and a director have a case of their own; to supervisors and directors a plan is handed in."""
        if role in ("social_worker", "centre_director"):
            self.cases[name] = self.open(f"{self.canary}自己家", worker)
        if role in ("supervisor", "centre_director"):
            case = self.open(f"{self.canary}送审家", self.worker)
            self.plans[name] = approving.hand_in(Plan.objects.get(case=case), to=worker.account, by=self.worker.account)
            self.cases.setdefault(name, case)

    def let_see(self, name: str, account: Account) -> None:
        """Somebody without a centre of hers is let into one case, as by a request of its family."""
        self.cases[name] = case = self.open(f"{self.canary}请求家", self.worker)
        grants.give(account, actions.subject_of(case), level=levels.READ, purpose="approval", source=levels.DATA_RIGHT, by=None)

    def open(self, words: str, worker: Worker) -> Case:
        """A case up to the draft of its plan; every text of it holds the words."""
        household = Household.objects.create(centre=self.centre, code=f"{words}-{Household.objects.count()}", community=f"{words}社区")
        person = Person.objects.create(centre=self.centre, name=f"{words}人")
        Residence.objects.create(centre=self.centre, person=person, household=household)
        told = actions.Told(source="self", issue=f"{words}的事")
        case = actions.open_case(self.centre, person, told, by=None, on=FIRST_DAY, household=household)
        actions.assign(case, worker, by=self.director, on=FIRST_DAY)
        intake.decide_intake(case, "accepted", by=worker.account, on=FIRST_DAY)
        assessing.complete_assessment(case, _assessed(words), by=worker.account, on=FIRST_DAY)
        step = StepTold(f"{words}步骤", words, timezone.localdate() + timedelta(days=30))
        plan = planning.PlanTold([GoalTold("family", f"{words}目标", (step,))], f"{words}看得出")
        planning.save_plan(case, plan, by=worker.account)
        case.refresh_from_db()
        contacts.write(case, words, by=worker.account)
        return case


def furnish(centre: Centre, canary: str) -> Casework:
    """A worker, a director and a supervisor nobody is sent round as, the shared case and a plan handed in."""
    accounts = {}
    for role in ("social_worker", "centre_director", "supervisor"):
        accounts[role] = Account.objects.create(login=f"{centre.pk}-case-{role}", name=f"{canary}{role}")
        access.admit(accounts[role], role=role, scope_kind="centre", scope_code=centre.pk, by=None, on=FIRST_DAY)
    worker = staffing.engage_worker(
        centre, name=f"{canary}个案社工", kind=PostKind.objects.get(code="social_worker"), by=None, on=FIRST_DAY,
        account=accounts["social_worker"],
    )  # fmt: skip
    made = Casework(canary, centre, worker, accounts["centre_director"])
    made.case = made.open(f"{canary}{SEALED}", worker)
    waiting = made.open(f"{canary}{SEALED}", worker)
    made.plans["nobody"] = approving.hand_in(Plan.objects.get(case=waiting), to=accounts["supervisor"], by=worker.account)
    made.drawn = asking.ask_for_drawn(
        actions.subject_of(waiting), reader=accounts["supervisor"], reason=f"case.sample 2026-01 {waiting.code} open", level=levels.READ, is_minor=False
    )
    return made


def _assessed(words: str) -> assessing.Assessed:
    domains = Scale.objects.get(agency="").domains
    return assessing.Assessed(
        made_on=FIRST_DAY, scores={one["code"]: {item["code"]: 1 for item in one["items"]} for one in domains},
        risks={one: {"level": "none", "words": words} for one in assessing.rules.RISKS}, systems={"family": words}, needs=[f"{words}需要"],
        strengths=words, resources=words, worker_view=words, user_view=words,
    )  # fmt: skip
