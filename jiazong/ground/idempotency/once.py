"""A write runs once for its key: whoever sends the same again gets the answer of the first time."""
import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiazong.ground.idempotency import actions, rules, sealing
from jiazong.ground.idempotency.rules import Kept
from jiazong.ground.ui.form_keys import FIELD
from jiazong.ground.ui.frame import Facts
from jiazong.ground.ui.unavailable import sent_form

# Fields of a form that say nothing about what is asked.
_BESIDES = frozenset({FIELD, "csrfmiddlewaretoken"})
HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"


def once(request: HttpRequest, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Answer a request; a write that carries a key has its effect once, and its answer is kept with the effect.

    A concurrent request with the same key waits for the first. The same key with other content is refused with 422.
    A write without a key runs as it is, except where JSON is asked for, which must carry one.
    """
    if request.method in rules.SAFE_METHODS:
        return answer()
    try:
        key = rules.read_key(request.headers.get(HEADER), request.POST.get(FIELD))
    except rules.NotAKey:
        return _refuse(request, _("The key of this form cannot be read; open the page anew and send it again."), status=400)
    if key is None:
        if _wants_json(request):
            return _refuse(request, _("A write of a program needs the header Idempotency-Key; send it with one."), status=400)
        return answer()
    return _once(request, key, answer)


def _once(request: HttpRequest, key: str, answer: Callable[[], HttpResponse]) -> HttpResponse:
    account = request.user.pk if request.user.is_authenticated else None
    name, mark = rules.name_of(key), rules.mark_of(key, _asked(request))
    with transaction.atomic(savepoint=False):
        kept = actions.hold(name, account)
        if kept is not None:
            return _again(request, key, kept, mark)
        response = answer()
        told = _told(request, response)
        if told is not None:
            actions.keep(
                name, account, route=request.resolver_match.view_name[:120], request_hash=mark, status=told["status"],
                answer=sealing.seal(key, told, bound_to=mark),
            )  # fmt: skip
    return response


def _asked(request: HttpRequest) -> Iterator[bytes]:
    """What a request asks for, piece by piece: address, fields in their order, files by their content."""
    yield request.method.encode()
    yield request.get_full_path().encode()
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        yield request.body
        return
    for field in sorted(set(request.POST) - _BESIDES):
        yield field.encode(errors="surrogatepass")
        yield from (value.encode(errors="surrogatepass") for value in request.POST.getlist(field))
    for field in sorted(request.FILES):
        for file in request.FILES.getlist(field):
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
            yield from (field.encode(), (file.name or "").encode(errors="surrogatepass"), digest.digest())


def _told(request: HttpRequest, response: HttpResponse) -> dict[str, Any] | None:
    """What of an answer is kept, None where nothing is."""
    is_page = response.headers.get("Content-Type", "").startswith("text/html") and not _is_part(request)
    size = 0 if response.streaming else len(response.content)
    kept = rules.kept_of(status=response.status_code, is_page=is_page, is_streaming=response.streaming, body_bytes=size)
    if kept is Kept.NOTHING:
        return None
    said = [[one.level, str(one.message), one.extra_tags] for one in _queued(request)]
    if kept is Kept.DONE:
        return {"status": 303, "headers": {"Location": request.get_full_path()}, "body": "", "messages": said}
    headers = {name: response.headers[name] for name in rules.KEPT_HEADERS if name in response.headers}
    return {"status": response.status_code, "headers": headers, "body": response.content.decode(), "messages": said}


def _again(request: HttpRequest, key: str, kept: actions.KeptAnswer, mark: bytes) -> HttpResponse:
    """The answer of the first time, or the refusal of another request under the same key."""
    if kept.request_hash != mark:
        if _wants_json(request):
            return _refuse(request, _("This key was used for another request; send this one with a new key."), status=422)
        return other_content(request)
    told = sealing.unseal(key, kept.answer, bound_to=mark)
    for level, text, tags in told["messages"]:
        messages.add_message(request, level, text, extra_tags=tags)
    if "Location" in told["headers"]:
        response: HttpResponse = HttpResponseRedirect(told["headers"]["Location"], status=told["status"], headers=told["headers"])
    else:
        response = HttpResponse(told["body"], status=told["status"], headers=told["headers"])
    response.headers[REPLAYED] = "true"
    return response


def other_content(request: HttpRequest) -> HttpResponse:
    """The page after a form that was saved already and sent again changed: nothing typed is lost, nothing doubled unasked."""
    request.frame_facts = Facts()
    # A new one is not the posting of the first: its own key stays behind too.
    shown = {"sent": sent_form(request, but=("request_key",)), "new_key": uuid4()}
    return render(request, "ui/errors/sent_before.html", shown, status=422)


def _refuse(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": sentence}, status=status)
    request.frame_facts = Facts()
    return render(request, "ui/errors/refused.html", {"sentence": sentence}, status=status)


def _queued(request: HttpRequest) -> list:
    """The sentences this request has left for the next page."""
    return list(getattr(getattr(request, "_messages", None), "_queued_messages", ()))


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in (request.headers.get("Accept", ""), request.content_type)


def _is_part(request: HttpRequest) -> bool:
    """Whether a part of a page is asked for rather than a page."""
    return bool(getattr(request, "htmx", False))
