"""The files kept with a case: what there is, and more of them."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from jiazong.ground.access.guarding import guard
from jiazong.ground.attachments.actions import attach_all
from jiazong.ground.attachments.queries import files_of
from jiazong.ground.ui.toasts import say
from jiazong.service.cases.actions.opening import subject_of
from jiazong.service.cases.forms.attachments import FilesForm
from jiazong.service.cases.models import Case
from jiazong.service.cases.views.parts import FORM, answer, may_write, open_case, posted, writable_case


@guard("cases.read")
@require_safe
def files(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The files of a case; to whoever writes in it also the way to add some."""
    case = open_case(request, pk)
    return _page(request, case, FilesForm() if may_write(request, case) else None)


@guard("cases.write")
@FORM
def attach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep files with a case: each is made anew first, and sealed with the key of the case."""
    case = writable_case(request, pk)
    form = FilesForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = attach_all(
            subject_of(case), form.cleaned_data["files"], sealed_for=case.sealed_for, by=request.user, is_restricted=case.is_restricted
        )
        say(request, ngettext("%(n)s file is kept.", "%(n)s files are kept.", len(kept)) % {"n": len(kept)})
        return redirect("cases:files", case.pk)
    return _page(request, case, form)


def _page(request: HttpRequest, case: Case, form: FilesForm | None) -> HttpResponse:
    return answer(request, "files", {"case": case, "found": list(files_of(subject_of(case))), "form": form})
