"""What somebody is typing and has not finished."""
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
    mine = Draft.objects.filter(account=account, case__in=cases).defer("fields")
    return mine.select_related("case__party__person").order_by("-changed_at", "-id")
