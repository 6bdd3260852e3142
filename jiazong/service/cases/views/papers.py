"""The forms of a case on paper: what there is, one of them, the whole file. Every print is a record and a look."""
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.grants.reading import HEADER
from jiazong.ground.access.guarding import guard
from jiazong.ground.papers import actions
from jiazong.ground.papers.document import PaperError
from jiazong.ground.papers.models import Print
from jiazong.ground.papers.queries import prints_of, title_of
from jiazong.ground.papers.sending import sent
from jiazong.service.cases import papers as forms
from jiazong.service.cases import permissions
from jiazong.service.cases.actions.opening import level_of, subject_of
from jiazong.service.cases.models import Case
from jiazong.service.cases.views.parts import RELATED, answer, look

PRINT = "cases.print"
SHAPES = (Print.PDF, Print.WORD)
WHOLE = "whole"
NEWEST = 20


@guard(PRINT)
@require_safe
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of a case that can be printed, in the order of its file, and who printed what."""
    case = _case(request, pk)
    look(request, case, PRINT, what=HEADER)
    return _page(request, case)


@guard(PRINT)
@require_safe
def print_paper(request: HttpRequest, pk: UUID, form: str, shape: str) -> HttpResponse:
    """One form, or the whole file as one PDF or a pack of Word files; what keeps it from printing is said on the page."""
    case = _case(request, pk)
    head = forms.head_of(case, today=timezone.localdate())
    order = _order(request, case)
    try:
        if form == WHOLE:
            return sent(_whole(head, order, shape))
        if form not in forms.FORMS or shape not in SHAPES:
            raise Http404(form)
        part = forms.part_of(head, form, request.GET.get("which", ""))
        return sent(actions.issue(part, order, shape=shape, own=request.GET.get("own") != "0"))
    except forms.NothingToPrint as nothing:
        raise Http404(form) from nothing
    except PaperError as fault:
        return _page(request, case, trouble=_(fault.msgid) % fault.params, again=(form, shape))


def _whole(head, order: actions.Order, shape: str) -> actions.Issued:
    parts, title = forms.whole(head), "个案档案"
    if not parts:
        raise forms.NothingToPrint(WHOLE)
    if shape == Print.PDF:
        return actions.issue_file(parts, order, title=title, number=head.case.code, cover=forms.cover_of(head))
    if shape == Print.WORD:
        return actions.issue_pack(parts, order, title=title, number=head.case.code)
    raise forms.NothingToPrint(shape)


def _case(request: HttpRequest, pk: UUID) -> Case:
    return get_object_or_404(permissions.open_to(request.user, PRINT).select_related(*RELATED), pk=pk)


def _order(request: HttpRequest, case: Case) -> actions.Order:
    grant = grants.grant_for(request.user, permissions.KIND, case.pk, level_of(case, 2), PRINT)
    return actions.Order(subject_of(case), case.centre.name, case.centre.agency_id, request.user, PRINT, grant)


def _page(request: HttpRequest, case: Case, *, trouble: str = "", again: tuple[str, str] | None = None) -> HttpResponse:
    lines = forms.contents_of(forms.head_of(case, today=timezone.localdate(), draws=False))
    page = answer(request, "papers", {
        "case": case, "lines": [(line, title_of(line.form)) for line in lines], "trouble": trouble, "again": again,
        "prints": [(one, title_of(one.form)) for one in prints_of(subject_of(case))[:NEWEST]],
    })  # fmt: skip
    page.status_code = 422 if trouble else 200
    return page
