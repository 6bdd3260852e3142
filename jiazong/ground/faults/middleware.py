"""Points before and after every statement, every commit and every answer; stands in MIDDLEWARE only while JIAZONG_FAULTS is set."""
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from jiazong.ground.faults import fault_point


class FaultPointsMiddleware:
    """Pass `sql.before`, `sql.after`, `commit.before`, `commit.after` and `answer.before` in each request."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        commit = connection._commit
        connection._commit = lambda: _commit(commit)
        try:
            with connection.execute_wrapper(_execute):
                answer = self.answer(request)
        finally:
            del connection._commit
        fault_point("answer.before")
        return answer


def _execute(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    fault_point("sql.before")
    result = execute(sql, params, many, context)
    fault_point("sql.after")
    return result


def _commit(commit: Callable[[], None]) -> None:
    fault_point("commit.before")
    commit()
    fault_point("commit.after")
