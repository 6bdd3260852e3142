"""What is typed into a form of a case is kept field by field until the form is finished."""
from collections.abc import Collection, Mapping, Sequence

from django.db import IntegrityError, transaction
from django.db.models.functions import Now

from jiazong.ground.accounts.models import Account
from jiazong.service.cases.models import Case, Draft
from jiazong.service.cases.rules import drafts as rules
from jiazong.service.cases.rules.drafts import Kept

Sent = Mapping[str, Sequence[str]]


@transaction.atomic
def keep(
    case: Case, form: str, sent: Sent, *, by: Account, about: str = "", seen: int = 0, window: str = "", settled: Collection[str] = ()
) -> Kept:
    """Keep what a window typed; no row is made for a form in which nothing stands. Raises TooMuch.

    There is no chronicle entry: what is unfinished is nobody's deed yet.
    """
    row = _held(case, form, by, about)
    if row is None and not any(value.strip() for values in sent.values() for value in values):
        return Kept()
    kept = rules.typed(rules.unpacked(row.fields if row else None), sent, seen=seen, window=window, settled=settled)
    if row is None:
        row = _new(case, form, by, about, kept)
        if row is None:
            # Another window made it in the same moment: what it typed stays beside this.
            return keep(case, form, sent, by=by, about=about, seen=seen, window=window, settled=settled)
        return kept
    row.fields, row.version, row.changed_at = rules.packed(kept), kept.write, Now()
    row.save(update_fields=["fields", "version", "changed_at"])
    return kept


def _held(case: Case, form: str, by: Account, about: str) -> Draft | None:
    row = Draft.objects.select_for_update(of=("self",)).filter(case=case, account=by, form=form, about=about).first()
    if row:
        row.case = case
    return row


def _new(case: Case, form: str, by: Account, about: str, kept: Kept) -> Draft | None:
    try:
        with transaction.atomic():
            return Draft.objects.create(
                case=case, account=by, form=form, about=about, fields=rules.packed(kept), version=kept.write
            )
    except IntegrityError as fault:
        if fault.__cause__.diag.constraint_name != "cases_draft_once":
            raise
        return None


def drop(case: Case, form: str, *, by: Account, about: str = "") -> None:
    """Let go of what was kept: the form is finished, or its writer throws it away."""
    Draft.objects.filter(case=case, account=by, form=form, about=about).delete()
