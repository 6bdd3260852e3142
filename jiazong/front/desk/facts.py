"""What the frame says of the signed-in person: the place and the role."""
from django.http import HttpRequest

from jiazong.ground.access.guarding import reach_for
from jiazong.ground.access.rules import Held
from jiazong.ground.ui.frame import Facts
from jiazong.people.admission.wording import role_names
from jiazong.people.places.models import Body, Centre, Region


def frame_facts(request: HttpRequest) -> Facts:
    """Place and role of the first membership the person holds today; at most two questions to the database."""
    if not request.user.is_authenticated:
        return Facts()
    if not hasattr(request, "held"):
        # The pages of the own account stand at the door; the guard's own reading says for whom it asks.
        reach_for(request, "signed_in")
    if not request.held:
        return Facts()
    first = request.held[0]
    return Facts(brand=_place(first), person_note=role_names().get(first.role, first.role))


def _place(held: Held) -> str:
    table = {"centre": Centre, "agency": Body, "region": Region}.get(held.scope_kind)
    found = table.objects.filter(pk=held.scope_code).values_list("name", flat=True).first() if table else None
    return found or ""
