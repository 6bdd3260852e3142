"""One sentence after an action, with a way to undo it."""
from django.contrib import messages
from django.http import HttpRequest

UNDO = "undo:"


def say(request: HttpRequest, text: str, *, undo: str | None = None) -> None:
    """Tell the person on the next page what was done; `undo` is the address a POST takes it back at.

    A page that carries such a sentence also tells the browser that the form arrived, so its draft is dropped.
    """
    if undo is not None and (not undo.startswith("/") or undo.startswith("//")):
        raise ValueError(f"The address of an undo is a path of this site, not {undo!r}")
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def warn(request: HttpRequest, text: str) -> None:
    """Tell the person on the next page what needs attention; stays at the head of the page until it is left."""
    messages.warning(request, text)


def refuse(request: HttpRequest, text: str) -> None:
    """Tell the person on the next page what was not done, where, and what to do."""
    messages.error(request, text)
