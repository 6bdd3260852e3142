"""Closing: writing the report, handing it in, the report as it stands."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from jiazong.ground.access.grants.rules import NotGranted
from jiazong.ground.access.guarding import guard
from jiazong.ground.ui.toasts import refuse, say
from jiazong.service.cases import contact_words as words
from jiazong.service.cases.actions import approving
from jiazong.service.cases.actions import closing as actions
from jiazong.service.cases.forms.closing import ClosingForm, filled_from
from jiazong.service.cases.models import Case, Closing
from jiazong.service.cases.queries import approving as waiting
from jiazong.service.cases.queries import closing as queries
from jiazong.service.cases.queries.notes import totals
from jiazong.service.cases.rules import closing as rules
from jiazong.service.cases.rules import planning, stages
from jiazong.service.cases.views.keeping import Keeping, keeping
from jiazong.service.cases.views.parts import FORM, answer, open_case, posted, writable_case


@guard("cases.write")
@FORM
def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write the closing report; what was counted stands beside it."""
    case = writable_case(request, pk)
    found = queries.closing_of(case)
    if found and found.state in (Closing.SUBMITTED, Closing.APPROVED):
        return redirect("cases:closing_report", case.pk)
    kept, form = keeping(request, case, "closing"), _form(request, case, found)
    form.initial = kept.start(form, form.initial)
    if kept.asks_to_keep:
        kept.keep()
        say(request, _("Kept as a draft; go on whenever you like."))
        return redirect("cases:closing", case.pk)
    done = _save(request, case, form, kept) if request.method == "POST" and kept.stands_alone() and form.is_valid() else None
    return done or answer(request, "closing", {
        "case": case, "form": form, "keeping": kept, "totals": totals(case), "open_risk": queries.has_open_risk(case), "found": found,
        "contacts": words.WORDS,
    })  # fmt: skip


def _form(request: HttpRequest, case: Case, found: Closing | None) -> ClosingForm:
    start = filled_from(found, queries.outcomes_of(found)) if found else {"closed_on": timezone.localdate()}
    asked = waiting.approvers(case.centre, but=[request.user.pk])
    hands_in = request.POST.get("do") == "hand_in"
    return ClosingForm(posted(request), goals=queries.goals_of(case), approvers=asked, is_handed_in=hands_in, initial=start)


def _save(request: HttpRequest, case: Case, form: ClosingForm, kept: Keeping) -> HttpResponse | None:
    try:
        made = actions.save_closing(case, form.told(), by=request.user)
    except rules.OpenRisk:
        form.add_error("risk_words", _("A risk is still open; write why the case is closed all the same."))
        return None
    except rules.FollowUpDay as fault:
        form.add_error("follow_up_until", _("Choose a day from the closing to %(day)s.") % {"day": date_format(fault.last)})
        return None
    except rules.NoGoals:
        form.add_error("reason", _("There is no approved plan whose goals could be reached; choose another reason."))
        return None
    except stages.NotNow:
        refuse(request, _("Not saved: the case is at a stage at which it cannot be closed."))
        return redirect("cases:case", case.pk)
    kept.drop()
    if not form.is_handed_in:
        say(request, _("The report is saved; hand it in when it is ready."))
        return redirect("cases:closing", case.pk)
    return _hand_in(request, made, form)


def _hand_in(request: HttpRequest, made: Closing, form: ClosingForm) -> HttpResponse:
    to = form.cleaned_data["to"]
    try:
        approving.hand_in(made, to=to, by=request.user)
    except approving.NotChecked:
        refuse(request, _("Not handed in: this is a minor’s case, and the person you chose has no record check that holds; choose another."))
    except (planning.OwnWork, NotGranted):
        refuse(request, _("Not handed in: choose somebody else to approve it."))
    else:
        say(request, _("The report is handed in to %(name)s, who can read the case until it is decided.") % {"name": to.name})
        return redirect("cases:closing_report", made.case_id)
    return redirect("cases:closing", made.case_id)


@guard("cases.read")
@require_GET
def closing_report(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The closing report as it stands."""
    case = open_case(request, pk)
    found = queries.closing_of(case)
    levels = queries.outcomes_of(found)
    goals = [(goal, levels.get(goal.pk)) for goal in queries.goals_of(case)]
    return answer(request, "closing_report", {
        "case": case, "closing": found, "goals": goals, "totals": totals(case), "contacts": words.WORDS,
    })  # fmt: skip
