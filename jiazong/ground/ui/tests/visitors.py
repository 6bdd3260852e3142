"""Who opens the pages in the tests: a worker, or a visitor when the address says so."""
from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse

from jiazong.ground.ui.frame import Facts


class NoteForm(forms.Form):
    note = forms.CharField(label="补一句", max_length=30)
    secret = forms.CharField(label="口令", required=False, widget=forms.PasswordInput)
    how = forms.ChoiceField(
        label="怎么见的", choices=[("home", "家访"), ("call", "电访")], widget=forms.RadioSelect, required=False
    )


@dataclass(frozen=True)
class Person:
    name: str
    pk: int = 7
    is_authenticated: bool = True

    def __str__(self) -> str:
        return self.name


class VisitorMiddleware:
    """Stands where sign-in stands in the product."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        nobody = "nobody" in request.GET or request.COOKIES.get("nobody") == "1"
        request.user = Person("", is_authenticated=False) if nobody else Person("周敏仪")
        request.frame_facts = Facts("青禾街道家综", "社工服务站", "中心主任", counts={"hours": 2})
        return self.get_response(request)
