"""The addresses of the kit's own tests: a few screens, and one that breaks."""
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import include, path
from django.views.decorators.http import require_POST

from jiazong.ground.ui.tests.visitors import NoteForm
from jiazong.ground.ui.toasts import refuse, say, warn


def screen(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/kit.html", {"today_day": None})


def breaking(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def notes(request: HttpRequest) -> HttpResponse:
    """A form as screens write them: 422 on errors, a sentence and another page on success."""
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        say(request, "已记下这一笔", undo="/undo")
        return redirect("notes")
    return render(request, "ui/tests/notes.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    warn(request, "已经撤销")
    refuse(request, "下一笔没有撤销")
    return redirect("notes")


urlpatterns = [
    path("", notes, name="home"),
    path("notes", notes, name="notes"),
    path("notes/open/3", notes, name="note"),
    path("undo", undo, name="undo"),
    path("breaking", breaking, name="breaking"),
    path("hours/", screen, name="hours"),
    path("ui/", include("jiazong.ground.ui.urls")),
]
handler400 = "jiazong.ground.ui.views.bad_request"
handler403 = "jiazong.ground.ui.views.permission_denied"
handler404 = "jiazong.ground.ui.views.not_found"
handler500 = "jiazong.ground.ui.views.server_error"
