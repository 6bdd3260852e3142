"""Projects of the catalogue with what happened to them, as the removal rule reads it."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from jiazong.commission.catalogue.models import Figure, Item, ItemEvent
from jiazong.commission.catalogue.queries.figures import figure
from jiazong.commission.catalogue.rules import removal

UNBOUGHT_YEARS = "removal.unbought_years"


@dataclass(frozen=True)
class ItemLine:
    """A project with what the rule says of it today."""

    item: Item
    note: str
    verdict: removal.Verdict


def events_as_told(events: Iterable[ItemEvent]) -> list[removal.Event]:
    """What happened, as the rule reads it."""
    return [removal.Event(event.kind, event.day, event.last_day) for event in events]


def may_leave(items: QuerySet[Item], *, on: date) -> QuerySet[Item]:
    """Every project the rule could take out on a day, and some that stay: what was refused, what ended, what was listed long ago.

    The rule itself is asked of each of them afterwards; this only spares it those that cannot leave.
    """
    told = ItemEvent.objects.filter(item=OuterRef("pk"), day__lte=on)
    fewest = Figure.objects.filter(name=UNBOUGHT_YEARS).aggregate(years=Min("value"))["years"] or 0
    ended = Q(kind=removal.BOUGHT, last_day__lt=on) | Q(kind=removal.RENEWAL_REFUSED)
    return items.filter(Exists(told.filter(ended)) | Q(listed_on__lte=removal.years_after(on, -fewest)))


def judged(items: Sequence[Item], *, on: date) -> list[ItemLine]:
    """Each project with its note and the rule's verdict on a day; two questions for one place."""
    told: dict[object, list[removal.Event]] = {item.pk: [] for item in items}
    for event in ItemEvent.objects.filter(item__in=list(told)):
        told[event.item_id].append(removal.Event(event.kind, event.day, event.last_day))
    years = {region: figure(UNBOUGHT_YEARS, region, on) for region in {item.region_id for item in items}}
    return [
        ItemLine(item, removal.note_on(told[item.pk], on), removal.verdict(told[item.pk], on=on, unbought_years=years[item.region_id]))
        for item in items
    ]
