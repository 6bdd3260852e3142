"""The own second factors: telephone, passkeys, recovery codes. Changing them asks for a fresh proof first."""
from allauth.mfa.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jiazong.ground.accounts import actions, entering, factors, stepup
from jiazong.ground.accounts.doors import stands_behind
from jiazong.ground.accounts.forms import PasskeyForm, TelephoneForm
from jiazong.ground.accounts.views.signing_in import answer_of
from jiazong.ground.ui.toasts import say

SECRET = "telephone"


@stands_behind("signed_in")
def overview(request: HttpRequest) -> HttpResponse:
    """Which second factors the person has, and what may be added."""
    context = {
        "held": list(factors.of(request.user)),
        "codes_left": factors.recovery_codes_left(request.user),
        "is_owed": entering.SECOND_FACTOR in request.session.get(entering.OWED, []),
        "is_must": entering.must_have_second_factor(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


@stands_behind("signed_in")
@sensitive_post_parameters("code")
def telephone(request: HttpRequest) -> HttpResponse:
    """Add a telephone that shows codes; the square carries a secret that is kept once the first code is right."""
    if asked := stepup.ask(request):
        return asked
    secret = _secret_of(request)
    form = TelephoneForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_telephone(request.user, secret=secret, code=form.cleaned_data["code"])
        except factors.NotProved:
            form.add_error("code", _("This code does not fit; check that the clock of the telephone is right and type the next one."))
        else:
            del request.session[SECRET]
            stepup.note(request, stepup.TOTP)
            return _added(request, _("The telephone is set up."))
    spelled = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return answer_of(request, "accounts/telephone.html", {"form": form, "picture": factors.picture(request.user, secret), "spelled": spelled})


@stands_behind("signed_in")
@sensitive_post_parameters("answer")
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey: the lock of a computer or telephone, or a key that is plugged in."""
    if asked := stepup.ask(request):
        return asked
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_passkey(request.user, name=form.cleaned_data["name"], answer=form.cleaned_data["answer"])
        except factors.NotProved:
            form.add_error(None, _("The passkey was not accepted; press the button once more, or use a telephone instead."))
        else:
            stepup.note(request, stepup.PASSKEY)
            return _added(request, _("The passkey is set up."))
    return answer_of(request, "accounts/passkey.html", {"form": form, "options": factors.begin_passkey(request.user)})


@stands_behind("signed_in")
@require_POST
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes, shown this once."""
    if asked := stepup.ask(request):
        return asked
    if not factors.has_any(request.user):
        raise Http404
    return _show_codes(request)


@stands_behind("signed_in")
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a telephone or a passkey away; who must have a second factor keeps the last one."""
    if asked := stepup.ask(request):
        return asked
    if entering.must_have_second_factor(request.user) and factors.of(request.user).count() == 1:
        say(request, _("This is your last second factor and your role asks for one; add another one first."))
    elif actions.remove_factor(request.user, pk) is None:
        raise Http404
    else:
        say(request, _("The second factor is removed."))
    return redirect("accounts:second_factor")


def _secret_of(request: HttpRequest) -> str:
    """The secret of the telephone that is being set up, the same while the page is open; it lies sealed in the session."""
    if SECRET not in request.session:
        request.session[SECRET] = get_adapter().encrypt(factors.fresh_secret())
    return get_adapter().decrypt(request.session[SECRET])


def _added(request: HttpRequest, said: str) -> HttpResponse:
    entering.settled(request, entering.SECOND_FACTOR)
    say(request, said)
    if factors.recovery_codes_left(request.user) is None:
        return _show_codes(request)
    return redirect("accounts:second_factor")


def _show_codes(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/recovery_codes.html", {"codes": actions.fresh_recovery_codes(request.user)})
