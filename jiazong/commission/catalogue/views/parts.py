"""What the screens share: answering a form, sending a paper or workbook."""
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jiazong.commission.catalogue import wording
from jiazong.ground.papers.document import Document, PaperError
from jiazong.ground.papers.pdf import render_pdf
from jiazong.ground.papers.word import render_word

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPERS = {"pdf": ("application/pdf", "pdf", render_pdf), "word": (DOCX, "docx", render_word)}


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, nothing when the form is only opened."""
    return request.POST if request.method == "POST" else None


def answer(request: HttpRequest, template: str, shown: dict[str, Any]) -> HttpResponse:
    """A page of this app; a form that was sent and comes back says 422."""
    status = 422 if request.method == "POST" else 200
    return render(request, f"catalogue/{template}.html", {"lexicon": wording.WORDS, **shown}, status=status)


def sent(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def paper(document: Document, shape: str, name: str) -> HttpResponse:
    """A paper as PDF or Word; what keeps it from being printed is said in one sentence."""
    if shape not in PAPERS:
        raise Http404(shape)
    content_type, ending, render_as = PAPERS[shape]
    try:
        return sent(render_as(document), content_type, f"{name}.{ending}")
    except PaperError as fault:
        return HttpResponse(_(fault.msgid) % fault.params, status=409, content_type="text/plain; charset=utf-8")


def chosen(request: HttpRequest, name: str) -> int | None:
    """A number in the question of an address; nothing where it is none."""
    found = request.GET.get(name, "")
    return int(found) if found.isascii() and found.isdigit() and len(found) < 19 else None
