"""After closing: the looks, how the family found the service, a new case where it comes back."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import say, warn
from jiazong.service.cases import contact_words as words
from jiazong.service.cases.actions import following as actions
from jiazong.service.cases.forms.following import FollowUpForm, ReturnForm, SatisfactionForm
from jiazong.service.cases.queries import closing as closings
from jiazong.service.cases.queries import following as queries
from jiazong.service.cases.queries.cases import family_of
from jiazong.service.cases.rules import stages
from jiazong.service.cases.views.keeping import keeping
from jiazong.service.cases.views.parts import FORM, answer, may_write, open_case, posted, writable_case


@guard("cases.read")
@require_GET
def following(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came after closing, and how the family found the service."""
    case = open_case(request, pk)
    return answer(request, "following", {
        "case": case, "follow_ups": queries.follow_ups_of(case), "satisfactions": queries.satisfactions_of(case),
        "closing": closings.closing_of(case), "may_write": may_write(request, case), "contacts": words.WORDS,
    })  # fmt: skip


@guard("cases.write")
@FORM
def follow_up_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down a look after closing; the last one shuts the file."""
    case = writable_case(request, pk)
    if case.stage != stages.CLOSED:
        warn(request, _("The case is not closed yet; write a note instead."))
        return redirect("cases:case", case.pk)
    kept = keeping(request, case, "follow_up")
    form = FollowUpForm(posted(request), initial=kept.start(FollowUpForm, {"day": timezone.localdate()}))
    if kept.asks_to_keep:
        kept.keep()
        say(request, _("Kept as a draft; go on whenever you like."))
        return redirect("cases:follow_up_new", case.pk)
    if request.method == "POST" and kept.stands_alone() and form.is_valid():
        kept.drop()
        made = actions.follow_up(case, form.told(), by=request.user)
        say(request, _("The follow-up is saved; the file is closed to you now.") if made.is_last else _("The follow-up is saved."))
        return redirect("cases:list") if made.is_last else redirect("cases:following", case.pk)
    shown = {"case": case, "form": form, "keeping": kept, "closing": closings.closing_of(case), "contacts": words.WORDS}
    return answer(request, "follow_up_new", shown)


@guard("cases.write")
@FORM
def satisfaction_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write down how the family found the service."""
    case, today = writable_case(request, pk), timezone.localdate()
    kept, items = keeping(request, case, "satisfaction"), queries.items_on(today)
    form = SatisfactionForm(posted(request), items=items, initial={"day": today})
    form.initial = kept.start(form, form.initial)
    if kept.asks_to_keep:
        kept.keep()
        say(request, _("Kept as a draft; go on whenever you like."))
        return redirect("cases:satisfaction_new", case.pk)
    if request.method == "POST" and kept.stands_alone() and form.is_valid():
        said = form.cleaned_data
        actions.record_satisfaction(case, form.answers, day=said["day"], words=said["words"], by=request.user)
        kept.drop()
        say(request, _("The answers are saved."))
        return redirect("cases:following", case.pk)
    return answer(request, "satisfaction_new", {"case": case, "form": form, "keeping": kept, "contacts": words.WORDS})


@guard("cases.write")
@FORM
def come_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a new case for a family whose case has ended."""
    case = writable_case(request, pk)
    form = ReturnForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.reopen(case, by=request.user, on=timezone.localdate(), **form.cleaned_data)
        except actions.NotClosed:
            warn(request, _("The case goes on; there is no need of a new one."))
        else:
            say(request, _("Case %(code)s is opened; the director gives it to somebody.") % {"code": made.code})
        return redirect("cases:following", case.pk)
    return answer(request, "come_back", {"case": case, "form": form, "family": family_of(case, today=timezone.localdate())})
