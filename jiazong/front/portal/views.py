from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from jiazong.front.portal import rules
from jiazong.ground.access.guarding import guard
from jiazong.ground.transparency import actions, bundles, notes, queries

TEXT = "text/plain; charset=utf-8"


@guard("public")
@require_GET
def checkpoint(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The newest checkpoint, or the one of a size, with the signatures of the witnesses."""
    found = queries.latest_checkpoint() if size is None else queries.checkpoint_of(size)
    if found is None:
        raise Http404("no checkpoint")
    return HttpResponse(queries.note_of(found), content_type=TEXT)


@guard("public")
@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """The log's public key, and each witness's."""
    log = queries.log()
    if log is None:
        raise Http404("no key")
    return HttpResponse("\n".join([*queries.key_lines(log), ""]), content_type=TEXT)


@guard("public")
@require_GET
def tile(request: HttpRequest, level: int, path: str) -> HttpResponse:
    """The hashes of a tile, whole or as far as it was asked for."""
    try:
        number, width = rules.read_tile(level, path)
    except rules.NoSuchTile:
        raise Http404(path)
    hashes = queries.tile(level, number, width)
    if len(hashes) < width:
        raise Http404(path)
    return HttpResponse(b"".join(hashes), content_type="application/octet-stream")


@guard("public")
@require_GET
def consistency(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The proof that the tree of one size begins with that of another."""
    found = bundles.consistency_of(old, new)
    if found is None:
        raise Http404("no such sizes")
    return JsonResponse(found)


@guard("public")
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """A page on which anybody checks a proof, a pack or an export; the file never leaves the browser."""
    return render(request, "portal/verify.html")


@csrf_exempt
@guard("public")
@require_POST
def add_cosignature(request: HttpRequest) -> HttpResponse:
    """Take a witness's signature under one of our checkpoints; who is not a known witness is refused."""
    if int(request.headers.get("content-length") or 0) > notes.LARGEST_NOTE:
        return HttpResponse(status=413)
    if request.content_type == "multipart/form-data":  # a form with files is taken apart before anybody sees what was sent
        return HttpResponse(status=415)
    try:
        taken = actions.take_cosignatures(request.body.decode())
    except (notes.BadNote, UnicodeDecodeError):
        return HttpResponse(status=422)
    return HttpResponse(f"{taken}\n", content_type=TEXT)
