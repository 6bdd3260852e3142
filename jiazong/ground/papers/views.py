"""Whether a paper is genuine, an agency's own templates, and what was printed at a centre."""
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from jiazong.ground.access.guarding import guard
from jiazong.ground.papers import actions, checking, queries, register
from jiazong.ground.papers.actions import TYPES
from jiazong.ground.papers.form_word import built_in_template
from jiazong.ground.papers.forms import CodeForm, TemplateForm
from jiazong.ground.papers.models import OwnTemplate, Print
from jiazong.ground.papers.register import Form
from jiazong.ground.ui import keyset
from jiazong.ground.ui.toasts import say

PAGE = 50
WORD_TYPE = TYPES[Print.WORD][0]


@guard("papers.check")
@require_GET
def check(request: HttpRequest) -> HttpResponse:
    """Type the check code of a paper and see which form, when and where; nobody's name."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    found, is_unknown = None, False
    if form.is_bound and form.is_valid():
        try:
            found = queries.genuine(form.cleaned_data["code"])
        except queries.NotPrintedHere:
            is_unknown = True
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "papers/check.html", {"form": form, "found": found, "is_unknown": is_unknown}, status=status)


@guard("papers.prints")
@require_GET
def prints(request: HttpRequest) -> HttpResponse:
    """Every print of the centres within reach: form, number of the file, who, when; no content."""
    page = keyset.page(queries.prints_within("papers.prints").values("id", "at"), keys=("-at", "-id"), asked=request.GET, size=PAGE)
    shown = Print.objects.filter(pk__in=[row["id"] for row in page.rows]).select_related("by").order_by("-at", "-id")
    page = replace(page, rows=[(one, queries.title_of(one.form)) for one in shown])
    return render(request, "papers/prints.html", {"page": page})


@guard("papers.templates")
@require_GET
def templates(request: HttpRequest) -> HttpResponse:
    """Every form and which template it prints by."""
    agency = _agency(request)
    held = queries.templates_in_use(agency)
    lines = [(form, held.get(form.code)) for form in register.forms().values()]
    return render(request, "papers/templates.html", {"lines": lines, "own": len(held), "agency": agency, "agencies": _agencies(request)})


@guard("papers.templates")
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, form: str) -> HttpResponse:
    """One form: its fields by name, the versions of the agency's own template, a new one to keep."""
    known, agency = _form(form), _agency(request)
    sent = TemplateForm(request.POST or None, request.FILES or None) if request.method == "POST" else TemplateForm()
    if request.method == "POST" and sent.is_valid():
        file = sent.cleaned_data["file"]
        try:
            kept = actions.keep_template(agency, form, name=file.name, content=file.read(), by=request.user)
        except checking.TemplateRefused as refused:
            sent.add_error("file", _(refused.msgid) % refused.params)
        else:
            say(request, _("Version %(version)s is kept and in use from now on.") % {"version": kept.version})
            return redirect(request.get_full_path())
    shown = {
        "form": sent, "paper": known, "names": _names(known), "versions": list(queries.versions_of(agency, form)[:PAGE]),
        "in_use": queries.template_in_use(agency, form), "frame": register.FRAME, "must": register.MUST,
    }  # fmt: skip
    return render(request, "papers/template.html", shown, status=422 if sent.is_bound else 200)


@guard("papers.templates")
@require_safe
def built_in(request: HttpRequest, form: str) -> HttpResponse:
    """The product's own template of a form, to begin with."""
    known = _form(form)
    return _word(known.title, built_in_template(known))


@guard("papers.templates")
@require_safe
def kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A version of the agency's own template, as it was kept."""
    found = get_object_or_404(OwnTemplate.objects.filter(agency__in=request.reach.agencies), pk=pk)
    return _word(f"{register.form(found.form).title} {found.version}", bytes(found.content))


@guard("papers.templates")
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a version out of use; the one before it counts again, else the built-in one."""
    found = get_object_or_404(OwnTemplate.objects.filter(agency__in=request.reach.agencies), pk=pk)
    actions.withdraw_template(found, by=request.user)
    say(request, _("The template is out of use."))
    return redirect("papers:template", found.form)


def _form(code: str) -> Form:
    try:
        return register.form(code)
    except register.NoSuchForm as fault:
        raise Http404(code) from fault


def _agencies(request: HttpRequest) -> list[str]:
    return sorted(request.reach.agencies)


def _agency(request: HttpRequest) -> str:
    """The agency whose templates these are; who sits in several says which."""
    mine = _agencies(request)
    asked = request.GET.get("agency", "")
    if asked and asked not in mine or not mine:
        raise Http404(asked)
    return asked or mine[0]


def _names(form: Form) -> list[tuple[str, str]]:
    """The names a template may use: a field, or a list with the names of its columns."""
    known = register.fields()
    return [(one.placeholder, "、".join(known[code].placeholder for code in one.columns)) for one in form.fields if one.kind != register.SIGN]


def _word(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=WORD_TYPE)
    answer["Content-Disposition"] = content_disposition_header(True, actions.file_name(f"{name}.docx"))
    return answer
