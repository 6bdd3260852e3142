"""The survey anybody may answer: no sign-in, no name, works without JavaScript."""
import re
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiazong.commission.catalogue import permissions
from jiazong.commission.catalogue.actions import public as actions
from jiazong.commission.catalogue.actions.needs import SurveyClosed
from jiazong.commission.catalogue.forms.public import PublicAnswerForm
from jiazong.commission.catalogue.models import Survey
from jiazong.commission.catalogue.views.parts import FORM, answer, posted
from jiazong.ground.access.guarding import PUBLIC, guard
from jiazong.ground.accounts import throttle
from jiazong.ground.accounts.whence import address_of
from jiazong.ground.ui.toasts import say

SERIAL = re.compile(r"W[0-9A-F]{10}")


@guard(PUBLIC)
@FORM
def public_survey(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The form for everybody, and the thanks with the number of the answer; a survey that is not open is not there."""
    found = get_object_or_404(Survey.objects.filter(is_public=True, closed_on=None).select_related("region"), pk=pk)
    number = request.GET.get("n", "")
    if SERIAL.fullmatch(number):
        return answer(request, "public_thanks", {"survey": found, "number": number})
    today = timezone.localdate()
    if not found.first_day <= today <= found.last_day:
        return answer(request, "public_closed", {"survey": found, "is_early": today < found.first_day})
    strata = list(found.strata.select_related("region", "group").order_by("region_id", "group__order"))
    form = PublicAnswerForm(posted(request), survey=found, needs=list(found.needs.all()), strata=strata)
    if request.method == "POST" and form.is_valid() and (serial := _take(request, found, form)):
        return redirect(reverse("catalogue:public_survey", args=[pk], query={"n": serial}))
    return answer(request, "public_survey", {"form": form, "survey": found})


def _take(request: HttpRequest, found: Survey, form: PublicAnswerForm) -> str:
    """The number of the answer; nothing where it has to wait or came too late."""
    told = form.cleaned_data
    try:
        throttle.take(throttle.buckets_of_form(f"needs {found.pk}", address=address_of(request)))
        return actions.answer_in_public(found, told["stratum"], told["ranked"], on=timezone.localdate())
    except throttle.Wait as wait:
        words = ngettext(
            "Many answers have just come from this network; send it again in %(n)s second.",
            "Many answers have just come from this network; send it again in %(n)s seconds.", wait.seconds,
        )  # fmt: skip
        form.add_error(None, words % {"n": wait.seconds})
    except SurveyClosed:
        form.add_error(None, _("The survey is closed; nothing is added any more."))
    return ""


@guard("needs.write")
@require_POST
def survey_open(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let everybody answer who has the address."""
    found = get_object_or_404(permissions.surveys_within(request.reach).filter(permissions.covered(request.reach), closed_on=None), pk=pk)
    actions.open_to_public(found, by=request.user)
    say(request, _("Everybody may answer now; hang up the square or pass the address on."))
    return redirect("catalogue:survey", pk)
