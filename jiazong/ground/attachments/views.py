"""An attachment opened, and one taken away. The list and the form to add stand on the page of the record."""
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jiazong.ground.access.grants import queries as grants
from jiazong.ground.access.guarding import guard
from jiazong.ground.attachments import actions, rules
from jiazong.ground.attachments.models import File
from jiazong.ground.attachments.permissions import files_open_to
from jiazong.ground.ui.toasts import say


@guard("attachments.read")
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The bytes of an attachment, as they were made anew; a picture is shown, everything else is saved. Each look is a line."""
    word = "attachments.read"
    found = get_object_or_404(files_open_to(request.user, word), pk=pk)
    level = rules.needed_level(writes=False, is_restricted=found.is_restricted)
    grant = grants.grant_for(request.user, found.subject_type, found.subject_id, level, word)
    answer = HttpResponse(actions.read(found, by=request.user, word=word, grant=grant), content_type=rules.TYPES[found.kind])
    # The header also tells the middleware that nothing in the answer may run.
    answer["Content-Disposition"] = content_disposition_header(found.kind not in rules.IMAGES, found.name) or "inline"
    return answer


@guard("attachments.write")
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an attachment away for good, once it was asked for twice."""
    found: File = get_object_or_404(files_open_to(request.user, "attachments.write", writes=True), pk=pk)
    if request.method == "POST":
        actions.remove(found, by=request.user)
        say(request, _("The file is removed."))
    return render(request, "attachments/remove.html", {"file": found, "is_gone": request.method == "POST"})
