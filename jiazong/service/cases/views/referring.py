"""Referrals: writing one, its answer, those whose answer is waited for."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases import contact_words as words
from jiazong.service.cases import permissions
from jiazong.service.cases.actions import referring as actions
from jiazong.service.cases.forms.following import ReferralAnswerForm, ReferralForm
from jiazong.service.cases.models import Case, Referral
from jiazong.service.cases.queries import referring as queries
from jiazong.service.cases.rules import referring as rules
from jiazong.service.cases.views.keeping import keeping
from jiazong.service.cases.views.parts import (
    FORM,
    PAGE,
    READ,
    answer,
    may_write,
    open_case,
    posted,
    writable_case,
)


def _referred(case: Case, form: ReferralForm, request: HttpRequest) -> Referral | None:
    try:
        return actions.refer(case, form.told(), by=request.user)
    except rules.ConsentWithdrawn:
        form.add_error("consent_on", _("The person took this consent back; ask for it anew under consents before anything goes out."))
    return None


@guard("cases.read")
@require_GET
def referrals(request: HttpRequest) -> HttpResponse:
    """The referrals out of one's cases that wait for an answer, the oldest first."""
    mine = queries.unanswered(permissions.open_to(request.user, READ))
    page = keyset.page(mine.values("day", "id"), keys=("day", "id"), asked=request.GET, size=PAGE)
    page = replace(page, rows=queries.waited(queries.with_cases(row["id"] for row in page.rows), today=timezone.localdate()))
    return answer(request, "referrals", {"page": page, "contacts": words.WORDS})


@guard("cases.read")
@require_GET
def referral(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """One referral with its answer, or the day by which one is due."""
    case = open_case(request, pk)
    found = get_object_or_404(Referral.objects.select_related("written_by"), case=case, pk=which)
    found.case = case
    waited = queries.waited([found], today=timezone.localdate())[0] if found.direction == Referral.OUT and not found.answer else None
    shown = {"case": case, "referral": found, "waited": waited, "may_write": may_write(request, case), "contacts": words.WORDS}
    return answer(request, "referral", shown)


@guard("cases.write")
@FORM
def referral_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refer a family to another body, or write down that it came from one."""
    case = writable_case(request, pk)
    kept = keeping(request, case, "referral")
    known = {"day": timezone.localdate(), "consent_on": queries.agreed_to_share_on(case)}
    form = ReferralForm(posted(request), initial=kept.start(ReferralForm, known))
    if kept.asks_to_keep:
        kept.keep()
        say(request, _("Kept as a draft; go on whenever you like."))
        return redirect("cases:referral_new", case.pk)
    if request.method == "POST" and kept.stands_alone() and form.is_valid() and (made := _referred(case, form, request)):
        kept.drop()
        say(request, _("The referral is saved."))
        return redirect("cases:referral", case.pk, made.pk)
    return answer(request, "referral_new", {"case": case, "form": form, "keeping": kept, "contacts": words.WORDS})


@guard("cases.write")
@FORM
def referral_answer(request: HttpRequest, pk: UUID, which: UUID) -> HttpResponse:
    """Write down what the other body answered."""
    case = writable_case(request, pk)
    found = get_object_or_404(Referral, case=case, pk=which)
    found.case = case
    form = ReferralAnswerForm(posted(request), initial={"answered_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.answer(found, said=said["answer"], on=said["answered_on"], words=said["answer_words"], by=request.user)
        except rules.BeforeReferral:
            form.add_error("answered_on", _("The answer comes after the referral; check the day."))
        except rules.AlreadyAnswered:
            refuse(request, _("Not saved: the answer was written down before."))
            return redirect("cases:referral", case.pk, found.pk)
        else:
            say(request, _("The answer is saved."))
            return redirect("cases:referral", case.pk, found.pk)
    return answer(request, "referral_answer", {"case": case, "referral": found, "form": form, "contacts": words.WORDS})
