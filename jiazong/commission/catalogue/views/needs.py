"""Needs surveys: the list, a new one, its result, its forms."""
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from jiazong.commission.catalogue import papers, permissions, sheets, wording
from jiazong.commission.catalogue.actions import needs as actions
from jiazong.commission.catalogue.forms import needs as forms
from jiazong.commission.catalogue.models import Survey
from jiazong.commission.catalogue.queries import needs as queries
from jiazong.commission.catalogue.queries.figures import figures
from jiazong.commission.catalogue.views.parts import FORM, PAGE, XLSX, answer, chosen, paper, posted, sent
from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.sheets.refusals import WorkbookRefused
from jiazong.ground.ui import charts, keyset
from jiazong.ground.ui.squares import square
from jiazong.ground.ui.toasts import say

USUAL_GROUPS = "老人\n青少年\n残疾人\n家庭"
BARS = 10


@guard("needs.read")
@require_GET
def surveys(request: HttpRequest) -> HttpResponse:
    """The surveys within reach, the newest first."""
    rows = permissions.surveys_within(request.reach).values("id", "first_day", "last_day", "title", "region__name", "closed_on")
    page = keyset.page(rows, keys=("-first_day", "id"), asked=request.GET, size=PAGE)
    return answer(request, "surveys", {"page": page, "may_write": bool(reach_for(request, "needs.write"))})


@guard("needs.write")
@FORM
def survey_new(request: HttpRequest) -> HttpResponse:
    """Begin a survey."""
    regions = permissions.places_for(request.reach, "city", "county", "street")
    usual = {"groups": USUAL_GROUPS, "places": figures("", timezone.localdate()).get("needs.places"), "planned": 0}
    form = forms.SurveyForm(posted(request), regions=regions, initial=usual)
    if request.method == "POST" and form.is_valid():
        told = dict(form.cleaned_data)
        planned = [(street, told["planned"]) for street in form.streets()]
        made = actions.begin_survey(**told | {"planned": planned}, by=request.user)
        say(request, _("The survey has begun."))
        return redirect("catalogue:survey", made.pk)
    return answer(request, "survey_new", {"form": form})


@guard("needs.read")
@require_GET
def survey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A survey's sample and result; every number leads to the forms behind it."""
    found = _survey(request, pk)
    strata = list(permissions.strata_within(request.reach, found))
    fewest = figures(found.region_id, timezone.localdate()).get("needs.fewest", 0)
    result = queries.result(found, strata, fewest=fewest)
    bars = [(result.needs[one.need].name, one.score, f"{reverse('catalogue:answers', args=[pk])}?need={one.need}") for one in result.overall]
    may_write = permissions.is_covered(reach_for(request, "needs.write"), found.region_id)
    return answer(request, "survey", {
        "survey": found, "result": result, "fewest": fewest, "may_write": may_write and not found.closed_on,
        "bars": charts.bars([(name, float(score * 100), href) for name, score, href in bars[:BARS]], whole=100),
        "may_enter": bool(reach_for(request, "needs.write")) and bool(strata) and not found.closed_on,
        "channels": queries.by_channel(found, strata), "public": _public_address(request, found),
        "entries": [one for one in entries_about(found) if one.verb != "needs.answered"],
    })  # fmt: skip


@guard("needs.write")
@FORM
def survey_sample(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set how many forms are planned in each stratum, and how many people live there."""
    found = get_object_or_404(permissions.surveys_within(request.reach).filter(permissions.covered(request.reach), closed_on=None), pk=pk)
    strata = list(permissions.strata_within(request.reach, found))
    form = forms.SampleForm(posted(request), strata=strata)
    if request.method == "POST" and form.is_valid():
        actions.set_sample(found, form.told(), by=request.user)
        say(request, _("The sample is saved."))
        return redirect("catalogue:survey", pk)
    return answer(request, "survey_sample", {"form": form, "survey": found})


@guard("needs.write")
@require_POST
def survey_close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a survey."""
    found = get_object_or_404(permissions.surveys_within(request.reach).filter(permissions.covered(request.reach)), pk=pk)
    actions.close_survey(found, on=timezone.localdate(), by=request.user)
    say(request, _("The survey is closed; its result stands."))
    return redirect("catalogue:survey", pk)


@guard("needs.read")
@require_GET
def survey_form(request: HttpRequest, pk: UUID, shape: str) -> HttpResponse:
    """The blank form as PDF or Word, or the workbook to type forms into."""
    found = _survey(request, pk)
    needs = list(found.needs.all())
    if shape == "xlsx":
        strata = list(permissions.strata_within(request.reach, found))
        return sent(sheets.blank_book(found, needs, strata), XLSX, f"{found.title}.xlsx")
    return paper(papers.survey_form(found, needs, list(found.groups.all())), shape, found.title)


@guard("needs.write")
@FORM
def answer_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Type a form in; what stays the same from form to form is kept for the next."""
    found = _survey(request, pk)
    needs, strata = list(found.needs.all()), permissions.strata_within(request.reach, found)
    before = {name: request.GET.get(name, "") for name in ("stratum", "channel", "day")}
    form = forms.AnswerForm(posted(request), survey=found, needs=needs, strata=strata, initial={"channel": "paper", "day": timezone.localdate()} | {k: v for k, v in before.items() if v})
    if request.method == "POST" and form.is_valid():
        try:
            is_new = actions.take_form(found, form.form(), by=request.user)
            say(request, _("Form %(n)s is saved.") % {"n": form.cleaned_data["serial"]} if is_new else _("This form was there already."))
            told = {"stratum": form.cleaned_data["stratum"].pk, "channel": form.cleaned_data["channel"], "day": form.cleaned_data["day"].isoformat()}
            return redirect(reverse("catalogue:answer_new", args=[pk], query=told))
        except actions.SerialTaken:
            form.add_error("serial", _("Another form of this street bears this number; look at the paper again."))
        except actions.SurveyClosed:
            form.add_error(None, _("The survey is closed; nothing is added any more."))
    return answer(request, "answer_new", {"form": form, "survey": found, "needs": needs})


@guard("needs.read")
@require_GET
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms behind a number: of a stratum, naming a need; the newest first."""
    found = _survey(request, pk)
    stratum, need = chosen(request, "stratum"), chosen(request, "need")
    channel = request.GET.get("channel", "") if request.GET.get("channel") in wording.CHANNELS else ""
    behind = queries.answers_behind(permissions.answers_within(request.reach, found), stratum=stratum, need=need, channel=channel)
    rows = behind.values("id", "serial", "answered_on", "channel", "ranked", "stratum__region__name", "stratum__group__name")
    page = keyset.page(rows, keys=("-answered_on", "-id"), asked=request.GET, size=PAGE)
    names = {one.pk: one.name for one in found.needs.all()}
    lines = [row | {"named": [names.get(one, "") for one in row["ranked"]]} for row in page.rows]
    where = found.strata.select_related("region", "group").filter(pk=stratum).first() if stratum is not None else None
    return answer(request, "answers", {"survey": found, "page": replace(page, rows=lines), "need": names.get(need, ""), "stratum": where})


@guard("needs.write")
@FORM
def answers_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand in a workbook of forms: the right ones are taken, the others told with their row."""
    found = _survey(request, pk)
    form = forms.StackForm(posted(request), request.FILES if request.method == "POST" else None)
    stack = None
    if request.method == "POST" and form.is_valid():
        stack = _take(request, found, form)
        if stack and not form.errors and not stack.refused:
            return redirect("catalogue:survey", pk)
    return answer(request, "answers_import", {"form": form, "survey": found, "refused": stack.refused if stack else []})


def _take(request: HttpRequest, found: Survey, form: forms.StackForm) -> sheets.Stack | None:
    """Take the forms of a workbook; what is wrong with the whole of it is said at the file."""
    given, strata = form.cleaned_data["file"], list(permissions.strata_within(request.reach, found))
    try:
        stack = sheets.read_stack(given.read(), given.name, found, list(found.needs.all()), strata, timezone.localdate())
        if not stack.has_headings:
            form.add_error("file", _("No sheet has the headings of the blank workbook; fetch it and copy the forms into it."))
            return None
        taken = actions.take_forms(found, stack.forms, by=request.user)
        say(request, ngettext("%(n)s form is saved.", "%(n)s forms are saved.", taken.new) % {"n": taken.new})
        return stack
    except WorkbookRefused as fault:
        form.add_error("file", _(fault.sentence) % fault.params)
    except actions.SurveyClosed:
        form.add_error("file", _("The survey is closed; nothing is added any more."))
    except actions.SerialTaken as fault:
        form.add_error("file", _("Form %(n)s stands twice with different answers; nothing was taken. Correct its number and hand the workbook in again.") % {"n": fault})
    return None


def _public_address(request: HttpRequest, found: Survey) -> dict[str, str]:
    """Where everybody may answer, written out and as a square; nothing where the survey is not open to everybody."""
    if not found.is_public or found.closed_on:
        return {}
    address = request.build_absolute_uri(reverse("catalogue:public_survey", args=[found.pk]))
    return {"address": address, "square": square(address)}


def _survey(request: HttpRequest, pk: UUID) -> Survey:
    return get_object_or_404(permissions.surveys_within(request.reach), pk=pk)

