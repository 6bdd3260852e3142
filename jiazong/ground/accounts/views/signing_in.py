"""Signing in by password, passkey or provider; the second step; signing out."""
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from jiazong.ground.accounts import carried, entering, factors, provider, stepup, throttle, whence
from jiazong.ground.accounts.doors import stands_behind
from jiazong.ground.accounts.forms import ProofForm, SignInForm
from jiazong.ground.ui.toasts import refuse


# No transaction around the tries: what was tried is counted at once, and no bucket is locked while a password is hashed.
@stands_behind("public")
@transaction.non_atomic_requests
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Take a person in and go on to where she was going; the session ends with the browser unless the device is hers."""
    onwards = entering.onwards_of(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(onwards)
    form = SignInForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        keep = form.cleaned_data["is_own_device"]
        return entering.begin(request, form.account, by=stepup.PASSWORD, onwards=onwards, keep=keep)
    context = {
        "form": form,
        "onwards": onwards,
        "is_out": "out" in request.GET,
        "hours": settings.JIAZONG_SESSION_HOURS,
        "minutes": settings.JIAZONG_SESSION_IDLE_MINUTES,
        "is_kept": carried.waits(request),
        "provider": settings.JIAZONG_OIDC_NAME if provider.is_there() else "",
    }
    return answer_of(request, "accounts/sign_in.html", context)


@stands_behind("public")
@transaction.non_atomic_requests
@sensitive_post_parameters("code", "answer")
def second(request: HttpRequest) -> HttpResponse:
    """The second step: a code of the telephone, a recovery code, or a passkey."""
    account = entering.who_enters(request)
    if account is None:
        return redirect("accounts:sign_in")
    form = ProofForm(request.POST if request.method == "POST" else None, request=request, account=account)
    if request.method == "POST" and form.is_valid():
        return entering.finish(request, account, by=form.by)
    has_passkey = bool(factors.passkeys(account))
    options = factors.begin_proof(account) if has_passkey else ""
    return answer_of(request, "accounts/second.html", {"form": form, "options": options})


@stands_behind("public")
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What a browser is asked when somebody wants to sign in with a passkey alone."""
    return JsonResponse({"options": factors.begin_proof(None)})


@stands_behind("public")
@transaction.non_atomic_requests
@require_POST
@sensitive_post_parameters("answer")
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """Take a person in by a passkey that its owner unlocked: possession and knowledge in one."""
    address = throttle.buckets_of_sign_in(login="", address=whence.address_of(request), device="", is_known_network=True)
    try:
        made = throttle.take(address)
        account = factors.check_passkey(None, request.POST.get("answer", ""))
    except (throttle.Wait, factors.NotProved):
        account = None
    if account is None or not account.is_active:
        refuse(request, _("The passkey was not accepted; try again, or sign in with login and password."))
        return redirect("accounts:sign_in")
    throttle.give_back(made)
    return entering.enter(request, account, by=[stepup.PASSKEY], onwards=entering.onwards_of(request), keep=False)


@stands_behind("public")
@require_GET
def provider_begin(request: HttpRequest) -> HttpResponse:
    """Send the person to the sign-in of her unit."""
    if not provider.is_there():
        return redirect("accounts:sign_in")
    try:
        return provider.begin(request, entering.onwards_of(request))
    except (RequestException, ImmediateHttpResponse) as error:
        return provider.refused(request, error)


@stands_behind("public")
@require_GET
def provider_callback(request: HttpRequest) -> HttpResponse:
    """Where the sign-in of the unit sends the person back to."""
    if not provider.is_there():
        return redirect("accounts:sign_in")
    return OAuth2CallbackView.adapter_view(provider.Protocol)(request)


@stands_behind("signed_in")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; whatever the device kept of it (drafts, cached pages) is dropped too."""
    if request.method != "POST":
        return redirect("desk:home")
    logout(request)
    answer = HttpResponseRedirect(reverse("accounts:sign_in", query={"out": 1}))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def answer_of(request: HttpRequest, template: str, context: dict) -> HttpResponse:
    """A page with its form: 422 when something is to be changed, 429 with the seconds when it is to be waited."""
    form = context["form"]
    seconds = getattr(form, "seconds", 0) if form.errors else 0
    answer = render(request, template, context, status=429 if seconds else 422 if form.errors else 200)
    if seconds:
        answer.headers["Retry-After"] = str(seconds)
    return answer
