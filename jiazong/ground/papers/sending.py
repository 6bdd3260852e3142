"""A paper on its way to the browser: under its name, as a file to keep, in headers that let nothing run."""
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from jiazong.ground.papers import actions
from jiazong.ground.papers.actions import Issued, Order, Part
from jiazong.ground.papers.document import PaperError
from jiazong.ground.papers.models import Print
from jiazong.ground.ui.toasts import refuse

SHAPES = (Print.PDF, Print.WORD)


def sent(paper: Issued) -> HttpResponse:
    """The answer that carries a paper; the header also tells the middleware to write those of a download."""
    answer = HttpResponse(paper.content, content_type=paper.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, paper.name)
    return answer


def printed(request: HttpRequest, part: Part, order: Order, shape: str, *, back: str) -> HttpResponse:
    """One form printed as the address asks (pdf or word); what keeps it from printing is said on the page it came from."""
    if shape not in SHAPES:
        raise Http404(shape)
    try:
        return sent(actions.issue(part, order, shape=shape, own=request.GET.get("own") != "0"))
    except PaperError as fault:
        refuse(request, _(fault.msgid) % fault.params)
        return redirect(back)
