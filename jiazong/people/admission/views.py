"""Screens of an administrator: accounts, and roles that another administrator decides."""
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from jiazong.ground.access.guarding import guard, reach_for
from jiazong.ground.access.models import Membership
from jiazong.ground.accounts import actions as accounts
from jiazong.ground.accounts import sealed, stepup
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle.queries import entries_about
from jiazong.ground.ui.toasts import refuse, say
from jiazong.people.admission import actions, forms, queries, wording

PAGE = 50
FORM = require_http_methods(["GET", "HEAD", "POST"])
SHOWN_ONCE, PURPOSE = "shown_once", "one-time password"


@guard("accounts.manage")
@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts by login."""
    _everywhere(request)
    form = forms.AccountFilter(request.GET)
    typed = form.cleaned_data["q"].strip() if form.is_valid() else ""
    page = queries.account_page(request.GET, typed=typed, size=PAGE)
    context = {"page": page, "form": form, "typed": typed, "waiting": queries.open_asks().count()}
    return render(request, "admission/list.html", context)


@guard("accounts.manage")
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Open an account; its password is shown once."""
    _everywhere(request)
    form = forms.AccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        account, password = actions.open_account(**form.cleaned_data, by=request.user)
        return _show_once(request, account, password)
    return render(request, "admission/new.html", {"form": form}, status=422 if form.errors else 200)


@guard("accounts.manage")
@require_GET
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account: how it stands, its roles, what waits and what happened."""
    person = _account(request, pk)
    today = timezone.localdate()
    held = list(queries.memberships_of(person, on=today))
    asks = list(person.role_asks.select_related("asked_by", "decided_by").order_by("-pk")[:20])
    context = {
        "account": person,
        "standing": queries.standing_of(person),
        "held": held,
        "asks": asks,
        "names": queries.place_names([(one.scope_kind, one.scope_code) for one in [*held, *asks]]),
        "roles": wording.role_names(),
        "scope_words": wording.scope_words,
        "entries": list(entries_about(person)),
        "deed": wording.deed_words,
        "password": _taken_once(request, person),
        "today": today,
    }
    return render(request, "admission/account.html", context)


@guard("accounts.manage")
@require_POST
def reset_password(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A password for one sign-in, for a person who forgot hers."""
    person = _account(request, pk)
    return stepup.ask(request) or _show_once(request, person, actions.reset_password(person, by=request.user))


@guard("accounts.manage")
@require_POST
def reset_factor(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the second factors of a person away who lost her telephone."""
    person = _account(request, pk)
    if asked := stepup.ask(request):
        return asked
    accounts.reset_second_factor(person, by=request.user)
    say(request, _("The second factor is reset. If a role asks for one, a new one is set up at the next sign-in."))
    return redirect("admission:account", pk)


@guard("accounts.manage")
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close an account, or open a closed one again."""
    person = _account(request, pk)
    if asked := stepup.ask(request):
        return asked
    if person == request.user:
        refuse(request, _("You cannot close your own account; another administrator has to."))
    elif person.is_active:
        accounts.close_account(person, by=request.user)
        say(request, _("The account is closed; its sessions ended at once."))
    else:
        accounts.reopen_account(person, by=request.user)
        say(request, _("The account is open again."))
    return redirect("admission:account", pk)


@guard("roles.ask")
@FORM
def ask_role(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask that a person be given a role."""
    person = _account(request, pk)
    form = forms.RoleForm(request.POST if request.method == "POST" else None, initial={"first_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        chosen = {name: said[name] for name in ("role", "scope_kind", "first_day", "last_day", "reason")}
        actions.ask_role(person, scope_code=form.scope_code, by=request.user, **chosen)
        say(request, _("Asked for. The role holds once another administrator has granted it."))
        return redirect("admission:account", pk)
    return render(request, "admission/ask.html", {"form": form, "account": person}, status=422 if form.errors else 200)


@guard("roles.ask")
@FORM
def ask_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask that a role be taken from a person."""
    _everywhere(request)
    member = get_object_or_404(Membership.objects.select_related("account"), pk=pk)
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.ask_end(member, reason=form.cleaned_data["reason"], by=request.user)
        say(request, _("Asked for. The role ends once another administrator has granted it."))
        return redirect("admission:account", member.account_id)
    role = wording.role_names().get(member.role, member.role)
    return render(request, "admission/end.html", {"form": form, "member": member, "role": role}, status=422 if form.errors else 200)


@guard("roles.approve")
@require_GET
def asks(request: HttpRequest) -> HttpResponse:
    """What waits for a decision."""
    _everywhere(request)
    waiting = list(queries.open_asks()[:PAGE])
    names = queries.place_names([(one.scope_kind, one.scope_code) for one in waiting])
    context = {"asks": waiting, "names": names, "roles": wording.role_names(), "scope_words": wording.scope_words}
    return render(request, "admission/asks.html", context)


@guard("roles.approve")
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse what another administrator asked for."""
    _everywhere(request)
    if asked := stepup.ask(request):
        return asked
    get_object_or_404(queries.open_asks(), pk=pk)
    granted = request.POST.get("decision") == "grant"
    try:
        actions.decide(pk, granted=granted, by=request.user, on=timezone.localdate())
    except actions.MayNotDecide as refusal:
        refuse(request, wording.why_not(refusal.why))
    else:
        say(request, _("Granted. The person is signed out and has the role at the next sign-in.") if granted else _("Refused. Nothing was changed."))
    return redirect("admission:asks")


def _everywhere(request: HttpRequest) -> None:
    # Accounts belong to no place: who administers one place alone does not manage them.
    if not reach_for(request, request.resolver_match.func.guard_word).everywhere:
        raise Http404


def _account(request: HttpRequest, pk: UUID) -> Account:
    _everywhere(request)
    return get_object_or_404(Account, pk=pk)


def _show_once(request: HttpRequest, person: Account, password: str) -> HttpResponse:
    """Hand a password over to the next page, sealed: neither the session nor a stored answer holds it readable."""
    request.session[SHOWN_ONCE] = sealed.seal(f"{person.pk} {password}", purpose=PURPOSE)
    return redirect("admission:account", person.pk)


def _taken_once(request: HttpRequest, person: Account) -> str:
    if SHOWN_ONCE not in request.session:
        return ""
    whose, _space, password = sealed.unseal(request.session.pop(SHOWN_ONCE), purpose=PURPOSE).partition(" ")
    return password if whose == str(person.pk) else ""
