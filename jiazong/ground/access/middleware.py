from collections.abc import Callable
from functools import partial

from django.http import HttpRequest, HttpResponse

from jiazong.ground.access.guarding import may_open


class ReachMiddleware:
    """Give every request the question templates ask: may this person open that address?"""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.may_open = partial(may_open, request)
        return self.answer(request)
