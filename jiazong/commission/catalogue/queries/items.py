"""Projects of the catalogue with what happened to them, as the removal rule reads it."""
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jiazong.commission.catalogue.models import Item, ItemEvent
from jiazong.commission.catalogue.queries.figures import figure
from jiazong.commission.catalogue.rules import removal


@dataclass(frozen=True)
class ItemLine:
    """A project with what the rule says of it today."""

    item: Item
    note: str
    verdict: removal.Verdict


def events_as_told(events: Iterable[ItemEvent]) -> list[removal.Event]:
    """What happened, as the rule reads it."""
    return [removal.Event(event.kind, event.day, event.last_day) for event in events]


def judged(items: Sequence[Item], *, on: date) -> list[ItemLine]:
    """Each project with its note and the rule's verdict on a day; two questions for one place."""
    told: dict[object, list[removal.Event]] = {item.pk: [] for item in items}
    for event in ItemEvent.objects.filter(item__in=list(told)):
        told[event.item_id].append(removal.Event(event.kind, event.day, event.last_day))
    years = {region: figure("removal.unbought_years", region, on) for region in {item.region_id for item in items}}
    return [
        ItemLine(item, removal.note_on(told[item.pk], on), removal.verdict(told[item.pk], on=on, unbought_years=years[item.region_id]))
        for item in items
    ]
