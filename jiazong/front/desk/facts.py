"""What the frame says of the signed-in person: the place and the role."""
from django.http import HttpRequest

from jiazong.ground.access.guarding import reach_for
from jiazong.ground.access.rules import Held
from jiazong.ground.kept import kept
from jiazong.ground.ui.frame import Facts
from jiazong.people.admission.wording import role_names
from jiazong.people.places.models import Body, Centre, Region

# Kind of place → the question for its name; every page asks one of them.
NAMES = {
    kind: kept(code=str)(lambda code, table=table: table.objects.filter(pk=code).values_list("name", flat=True)[:1])
    for kind, table in {"centre": Centre, "agency": Body, "region": Region}.items()
}


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
    asked = NAMES.get(held.scope_kind)
    return (asked and asked.first(code=held.scope_code)) or ""
