"""A paper on its way to the browser: under its name, as a file to keep, in headers that let nothing run."""
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from jiazong.ground.papers.actions import Issued


def sent(paper: Issued) -> HttpResponse:
    """The answer that carries a paper; the header also tells the middleware to write those of a download."""
    answer = HttpResponse(paper.content, content_type=paper.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, paper.name)
    return answer
