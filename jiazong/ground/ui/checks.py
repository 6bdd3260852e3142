"""Settings of the frame that name screens which do not exist are reported when the server starts."""
from django.conf import settings
from django.core.checks import Warning as Concern
from django.core.checks import register

from jiazong.ground.ui.frame import address_or_nothing

LINES = ("JIAZONG_RAIL", "JIAZONG_RAIL_CORNER")
SINGLES = ("JIAZONG_RAIL_ACTION", "JIAZONG_RAIL_SEARCH")


@register("ui")
def the_rail_leads_somewhere(**_: object) -> list[Concern]:
    """Name every address of the rail that no installed app answers; the frame leaves it out."""
    named = [(setting, line[0]) for setting in LINES for line in getattr(settings, setting, [])]
    named += [(setting, getattr(settings, setting)[0]) for setting in SINGLES if getattr(settings, setting, None)]
    return [
        Concern(f"{setting} names the screen {name}, which does not exist; it is left out.", id="ui.W001")
        for setting, name in named
        if not address_or_nothing(name)
    ]
