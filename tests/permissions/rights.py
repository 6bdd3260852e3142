"""What a side keeps about one person: consents, and reports of danger by people who are not among those the world sends round."""
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.people.consent import actions as consent
from jiazong.people.consent.models import Text
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Person
from jiazong.service.cases import actions as casework
from jiazong.service.cases.models import Case
from jiazong.service.crisis import actions as crisis
from jiazong.service.crisis.models import Recipient, Report
from jiazong.service.rights import actions as rights
from jiazong.service.rights.models import Archive, Request

FIRST_DAY = date(2025, 1, 1)
# Stands in every word of a danger: whoever only works at the same centre must not find it.
DANGER = "黑颈鹤"


@dataclass
class Rights:
    """The person, and reports by whoever wrote them."""

    canary: str
    centre: Centre
    person: Person = None
    report: Report = None
    request: Request = None
    locked: Archive = None
    reports: dict[str, Report] = field(default_factory=dict)

    def report_of(self, person: object) -> Report:
        """The report the person wrote herself, else a colleague's."""
        return self.reports.get(str(person), self.report)

    def employ(self, name: str, account: Account) -> None:
        self.reports[name] = _report(self, account, "自己")


def furnish(centre: Centre, canary: str) -> Rights:
    made = Rights(canary, centre)
    made.person = Person.objects.create(centre=centre, name=f"{canary}居民", born_on=date(1980, 5, 4))
    text = Text.objects.get(agency="", code="family", version=1)
    how = consent.By("paper", paper_number=f"{canary}-01")
    consent.give(made.person, text, ("service", "photo"), how, by=None, on=timezone.localdate())
    author = Account.objects.create(login=f"{centre.pk}-crisis", name=f"{canary}crisis")
    access.admit(author, role="social_worker", scope_kind="centre", scope_code=centre.pk, by=None, on=FIRST_DAY)
    made.report = _report(made, author, DANGER)
    asked = rights.Asked("explain", "self", "看过证件", words=f"{canary}请求")
    made.request = rights.ask(made.person, asked, by=author, on=timezone.localdate())
    made.locked = _locked(made, author)
    return made


def _locked(of: Rights, by: Account) -> Archive:
    told = casework.Told(source="self", issue=f"{of.canary}{DANGER}旧事")
    case = casework.open_case(of.centre, of.person, told, by=by, on=FIRST_DAY)
    Case.objects.filter(pk=case.pk).update(stage="closed", ended_on=FIRST_DAY)
    case.refresh_from_db()
    return rights.lock(case, why=Archive.RETENTION, on=timezone.localdate(), by=None)


def _report(of: Rights, by: Account, words: str) -> Report:
    found = crisis.Found(
        kind="violence", origin="visit", found_at=timezone.now(), whom=f"{of.canary}{words}孩子", what=f"{of.canary}{words}有伤",
        is_danger_now=True, suspect=f"{of.canary}{words}继父",
    )  # fmt: skip
    made = crisis.report(of.centre, found, by=by, person=of.person)
    told = crisis.tell(made, Recipient.objects.get(code="police"), told_at=timezone.now(), way="phone", whom=f"{of.canary}{words}民警", by=by)
    crisis.reply(told, replied_at=timezone.now(), words=f"{of.canary}{words}答复", by=by)
    crisis.ask_end(made, kind="closed", reason=f"{of.canary}{words}理由", by=by)
    return made
