"""What somebody is typing and has not finished."""
from collections.abc import Iterable

from django.db.models import QuerySet

from jiazong.ground.accounts.models import Account
from jiazong.service.cases.models import Case, Draft
from jiazong.service.cases.rules import drafts as rules
from jiazong.service.cases.rules.drafts import Kept


def draft_of(case: Case, account: Account, form: str, about: str = "") -> tuple[Kept, Draft | None]:
    """What is kept of a form, and the row it lies in; an empty one where nothing is."""
    row = Draft.objects.filter(case=case, account=account, form=form, about=about).first()
    if row is None:
        return Kept(), None
    row.case = case
    return rules.unpacked(row.fields), row


def drafts_of_person(account: Account, cases: QuerySet[Case]) -> QuerySet[Draft]:
    """All that somebody has not finished in the cases open to her, the newest first; the texts stay shut."""
    return Draft.objects.filter(account=account, case__in=cases).order_by("-changed_at", "-id")


def with_cases(keys: Iterable[object]) -> list[Draft]:
    """The drafts of one page with the case and whom it is about."""
    found = Draft.objects.filter(pk__in=list(keys)).defer("fields").select_related("case__party__person")
    return list(found.order_by("-changed_at", "-id"))
