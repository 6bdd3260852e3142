"""What is written into each case of a side: a note, a referral, a closing report, a draft; every text holds its words."""
from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.service.cases.actions import closing, drafts, notes, referring
from jiazong.service.cases.models import Case, Draft, Note, Referral


def write(case: Case, words: str, *, by: Account) -> None:
    """One of each, by the worker of the case."""
    today = timezone.localdate()
    said = notes.Words(f"{words}过程", f"{words}目的", f"{words}技巧", f"{words}反应", f"{words}下一步")
    notes.write_note(case, notes.NoteTold(notes.Time(today, 30), "visit", said, place=words), by=by)
    told = referring.ReferralTold("out", f"{words}医院", today, f"{words}原因", f"{words}摘要", "normal", today)
    referring.refer(case, told, by=by)
    closing.save_closing(case, closing.ClosingTold(today, "moved", f"{words}变化", f"{words}剩余", f"{words}跟进"), by=by)
    drafts.keep(case, "follow_up", {"words": [f"{words}草稿"]}, by=by, window="one")


def note_of(case: dict[str, object]) -> dict[str, object]:
    """The note of a case, as addresses name it."""
    return case | {"which": Note.objects.get(case=case["pk"]).pk}


def referral_of(case: dict[str, object]) -> dict[str, object]:
    """The referral of a case."""
    return case | {"which": Referral.objects.get(case=case["pk"]).pk}


def draft_of(case: dict[str, object]) -> dict[str, object]:
    """The draft in a case."""
    return {"pk": Draft.objects.get(case=case["pk"]).pk}
