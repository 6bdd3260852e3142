"""What several screens of money need: the contract within reach, a form of its own page, which ways are open."""
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from jiazong.commission.contracts.models import Contract
from jiazong.ground.access.guarding import reach_for
from jiazong.ledger.money.permissions import money_within

FORM = require_http_methods(["GET", "HEAD", "POST"])


def contract_of(request: HttpRequest, code: str) -> Contract:
    """A contract within the reach of the word of the screen, else the 404 of what does not exist."""
    return get_object_or_404(money_within(request.reach), pk=code)


def may(request: HttpRequest, word: str, contract: Contract) -> bool:
    """Whether the person may do a word in this contract."""
    centre = contract.centre
    return reach_for(request, word).covers_centre(code=centre.pk, agency=centre.agency_id, region=centre.region_id)


def ways(request: HttpRequest, contract: Contract, *words: str) -> dict[str, bool]:
    """Which of these words the person may do in this contract; their dots are underscores in a template."""
    return {word.replace(".", "_"): may(request, word, contract) for word in words}


def form_page(request: HttpRequest, contract: Contract, form: Form, *, title: str, lede: str, save: str, back: str, **more: Any) -> HttpResponse:
    """A plain form about a contract on a page of its own."""
    shown = {"contract": contract, "form": form, "title": title, "lede": lede, "save": save, "back": back, "danger": False, **more}
    return render(request, "money/form.html", shown, status=422 if form.is_bound else 200)


__all__ = ["FORM", "contract_of", "form_page", "may", "ways"]
