"""What belongs to the own account: password, sessions, proving oneself again, a form that waited."""
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiazong.ground.accounts import actions, carried, entering, factors, queries, sessions, stepup
from jiazong.ground.accounts.doors import stands_behind
from jiazong.ground.accounts.forms import PasswordForm, ProveForm
from jiazong.ground.accounts.views.signing_in import answer_of
from jiazong.ground.ui.toasts import say


@stands_behind("signed_in")
@transaction.non_atomic_requests
@sensitive_post_parameters("now", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; every other session of the person ends at once."""
    form = PasswordForm(request.POST if request.method == "POST" else None, request=request, account=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_password(
            request.user, password=form.cleaned_data["new"], keep_session=request.session.session_key, by=request.user
        )
        update_session_auth_hash(request, request.user)
        stepup.note(request, stepup.PASSWORD)
        entering.settled(request, entering.PASSWORD)
        say(request, _("The password is changed. Everywhere else you are signed out."))
        return redirect("desk:home")
    is_owed = entering.PASSWORD in request.session.get(entering.OWED, [])
    return answer_of(request, "accounts/password.html", {"form": form, "is_owed": is_owed})


@stands_behind("signed_in")
def sessions_page(request: HttpRequest) -> HttpResponse:
    """Where the person is signed in now, and the devices she has used."""
    here = sessions.hashed(request.session.session_key)
    context = {"rows": queries.sessions_of(request.user, here=here), "devices": queries.devices_of(request.user)}
    return render(request, "accounts/sessions.html", context)


@stands_behind("signed_in")
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session of the person's own, or all but this one."""
    number = request.POST.get("session", "")
    if number:
        ended = actions.end_one_session(request.user, number)
    else:
        ended = actions.end_sessions(request.user, why="ended", keep=request.session.session_key)
    text = ngettext("%(count)s device is signed out.", "%(count)s devices are signed out.", ended)
    say(request, text % {"count": ended})
    return redirect("accounts:sessions")


@stands_behind("signed_in")
@transaction.non_atomic_requests
@sensitive_post_parameters("password", "code", "answer")
def prove(request: HttpRequest) -> HttpResponse:
    """Ask once more who is sitting there, and go back to where it was asked for."""
    form = ProveForm(request.POST if request.method == "POST" else None, request=request, account=request.user)
    onwards = entering.onwards_of(request)
    if request.method == "POST" and form.is_valid():
        stepup.note(request, form.by)
        return HttpResponseRedirect(onwards)
    context = {
        "form": form,
        "onwards": onwards,
        "needs_second": "second" in request.GET or "second" in request.POST,
        "has_factor": factors.has_any(request.user),
        "options": factors.begin_proof(request.user) if factors.passkeys(request.user) else "",
    }
    return answer_of(request, "accounts/prove.html", context)


@stands_behind("signed_in")
def carried_form(request: HttpRequest) -> HttpResponse:
    """What was typed before the session timed out: send it now, or drop it."""
    waiting = carried.of(request, request.user)
    if request.method == "POST" or waiting is None:
        carried.drop(request)
        return redirect("desk:home")
    return render(request, "accounts/carried.html", {"waiting": waiting})
