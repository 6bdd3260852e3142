"""Signing in and out, and changing the password."""
from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from jiazong.ground.accounts import actions
from jiazong.ground.accounts.doors import stands_behind
from jiazong.ground.accounts.forms import PasswordForm, SignInForm
from jiazong.ground.ui.toasts import say

UNTIL_THE_BROWSER_CLOSES = 0


@stands_behind("public")
@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take a person in and go on to where she was going; the session ends with the browser unless the device is hers."""
    onwards = _onwards(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(onwards)
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        login(request, form.account)
        keep = settings.SESSION_COOKIE_AGE if form.cleaned_data["is_own_device"] else UNTIL_THE_BROWSER_CLOSES
        request.session.set_expiry(keep)
        return HttpResponseRedirect(onwards)
    context = {"form": form, "onwards": onwards, "is_out": "out" in request.GET, "hours": settings.SESSION_COOKIE_AGE // 3600}
    return render(request, "accounts/sign_in.html", context, status=422 if form.errors else 200)


@stands_behind("signed_in")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; whatever the device kept of it (drafts, cached pages) is dropped too."""
    if request.method != "POST":
        return redirect("desk:home")
    logout(request)
    answer = HttpResponseRedirect(reverse("accounts:sign_in", query={"out": 1}))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@stands_behind("signed_in")
@never_cache
@sensitive_post_parameters("now", "new", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change the own password; every other session of the person ends at once."""
    form = PasswordForm(request.POST if request.method == "POST" else None, account=request.user)
    if request.method == "POST" and form.is_valid():
        actions.change_password(
            request.user, password=form.cleaned_data["new"], keep_session=request.session.session_key
        )
        update_session_auth_hash(request, request.user)
        say(request, _("The password is changed. Everywhere else you are signed out."))
        return redirect("desk:home")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


def _onwards(request: HttpRequest) -> str:
    """Where the person was going, if that is a page of this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse(settings.LOGIN_REDIRECT_URL)
