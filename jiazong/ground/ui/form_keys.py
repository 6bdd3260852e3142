"""What every form of the product carries unseen: the token against foreign sites and the key that makes it count once."""
from uuid import uuid4

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "_once"


def form_keys(request: HttpRequest) -> dict[str, object]:
    """Context of every template: `csrf_input` is the token and a fresh key for each form it is printed in."""
    return {"csrf_input": FormKeys(request)}


class FormKeys:
    """Two hidden boxes, written anew each time they are printed: two forms of a page are two writes."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __html__(self) -> SafeString:
        # autocomplete=off: after reloading, a browser would put the key of the form before into this one.
        key = format_html('<input type="hidden" name="{}" value="{}" autocomplete="off">', FIELD, uuid4())
        return csrf_input(self.request) + key

    __str__ = __html__
