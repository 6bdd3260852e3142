from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse

from jiazong.ground.access.guarding import may_open
from jiazong.ground.access.plans import kept_plans


class ReachMiddleware:
    """Give every request the question templates ask: may this person open that address?"""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.may_open = partial(may_open, request)
        with ExitStack() as request.until_answered:
            return self.answer(request)

    def process_view(self, request: HttpRequest, view: Any, *_rest: Any) -> None:
        """Before session and account are looked up: a view that is asked for often keeps all plans of its request."""
        if getattr(view, "keeps_plans", False):
            request.until_answered.enter_context(kept_plans())
