"""Finding a family, and registering one."""
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from jiazong.ground.access.guarding import guard
from jiazong.ground.privacy.troubles import TooManyLooks
from jiazong.ground.ui.toasts import say, warn
from jiazong.people.places.permissions import centres_within
from jiazong.people.residents import wording
from jiazong.people.residents.actions import alike, families, finding
from jiazong.people.residents.forms.families import RegisterForm
from jiazong.people.residents.permissions import households_within
from jiazong.people.residents.queries import families as reading
from jiazong.people.residents.views.parts import FORM, PAGE, READ, WRITE, answer, posted

LONGEST_QUESTION = 80


@guard(READ)
@require_GET
def families_list(request: HttpRequest) -> HttpResponse:
    """The families within reach, the newest first, or those a search means."""
    today, asked = timezone.localdate(), request.GET.get("q", "").strip()[:LONGEST_QUESTION]
    shown = {"asked": asked, "today": today, "may_register": request.may_open("residents:new"), "found": [], "page": None}
    if asked:
        shown["found"] = _found(request, asked)
    else:
        shown["page"] = reading.households_page(households_within(request.reach), asked=request.GET, size=PAGE, on=today)
    return answer(request, "list", shown)


def _found(request: HttpRequest, asked: str) -> list:
    """Whom a search means, with ages; a number that lies sealed is not looked up once the hour's looks are used up."""
    centres = list(centres_within(request.reach).values_list("pk", flat=True))
    try:
        found = finding.find(centres, asked, by=request.user)
    except TooManyLooks:
        warn(request, _("You have looked up too many numbers in this hour; search by name, or wait."))
        return []
    return found


@guard(WRITE)
@FORM
def new(request: HttpRequest) -> HttpResponse:
    """Register a family; who may be known already stands beside the form and hinders nobody."""
    form = _register_form(request)
    hints: list = []
    if request.method == "POST" and form.is_valid():
        hints = alike.to(form.cleaned_data["centre"], form, by=request.user)
        if {str(one.person.key) for one in hints} <= set(request.POST.getlist("seen")):
            return _registered(request, form)
        warn(request, _("The centre may know this person already; look beside the form, then save again."))
    return answer(request, "new", {"form": form, "hints": hints})


def _register_form(request: HttpRequest) -> RegisterForm:
    centres, today = centres_within(request.reach), timezone.localdate()
    initial = {name: request.GET.get(name, "") for name in ("name", "phone")} | {"centre": request.GET.get("centre")}
    return RegisterForm(posted(request), centres=centres, kinds=reading.group_kinds(on=today), initial={k: v for k, v in initial.items() if v})


def _registered(request: HttpRequest, form: RegisterForm) -> HttpResponse:
    told, today = form.cleaned_data, timezone.localdate()
    made = families.register(
        told["centre"], person=form.person(), home=form.home(), by=request.user, on=today, tag=told["tag"], **form.number()
    )
    say(request, _("The family of %(name)s is registered.") % {"name": made.name})
    return _onward(request, made.pk) or redirect("residents:family", reading.home_of(made, on=today).household_id)


def _onward(request: HttpRequest, person: object) -> HttpResponse | None:
    """Back to the screen that wanted the person registered, where one of this site did (`?then=`), with the number."""
    then = request.GET.get("then", "")
    if not then.startswith("/") or not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        return None
    return redirect(f"{then}{'&' if '?' in then else '?'}{urlencode({'person': person})}")


@guard(WRITE)
@require_POST
def hints(request: HttpRequest) -> HttpResponse:
    """A piece of the page: who of the register may be the one being registered."""
    form = _register_form(request)
    form.is_valid()
    centre = form.cleaned_data.get("centre")
    found = alike.to(centre, form, by=request.user) if centre else []
    return render(request, "residents/_alike.html", {"hints": found, "lexicon": wording.WORDS})
