import hashlib
import json
from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction

from jiazong.commission.catalogue.models import Decision, Edition, Entry, Item, ItemEvent, Proposal, Round
from jiazong.commission.catalogue.models.rounds import FACTS
from jiazong.commission.catalogue.queries import items as queries
from jiazong.commission.catalogue.rules import removal
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Region


class StillOpen(ValueError):
    """The round still takes proposals."""


class Undecided(ValueError):
    """Proposals of the round about which the panel has not decided; `count` says how many."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)


class NothingToPublish(ValueError):
    """Neither a new nor a standing project: an empty catalogue is not published."""


class AlreadyLeft(ValueError):
    """The project has left the catalogue."""


@transaction.atomic
def publish(of: Round, *, issued_by: str, title: str, on: date, by: Account | None) -> Edition:
    """Publish the catalogue of a round: what was admitted, and what stands since earlier years, numbered by category.

    The same content again gives the edition that is there; changed content makes the next version.
    Raises StillOpen, Undecided, NothingToPublish.
    """
    region = Region.objects.get(pk=of.region_id)
    Round.objects.select_for_update(of=("self",)).get(pk=of.pk)
    if on <= of.closes_on:
        raise StillOpen
    waiting = Proposal.objects.filter(round=of, withdrawn_at__isnull=True, decision__isnull=True).count()
    if waiting:
        raise Undecided(waiting)
    _list_admitted(of, region, on, by)
    lines = queries.judged(list(Item.objects.filter(region=region, left_on__isnull=True).order_by("category", "listed_on", "title", "pk")), on=on)
    if not lines:
        raise NothingToPublish
    digest = digest_of(lines)
    last = Edition.objects.filter(region=region, year=of.year).order_by("-version").first()
    if last and last.digest == digest:
        return last
    edition = Edition.objects.create(
        region=region, round=of, year=of.year, version=last.version + 1 if last else 1, title=title, issued_by=issued_by,
        published_on=on, digest=digest,
    )  # fmt: skip
    Entry.objects.bulk_create(
        Entry(edition=edition, number=number, item=line.item, note=line.note, **{name: getattr(line.item, name) for name in FACTS})
        for number, line in enumerate(lines, start=1)
    )
    chronicle.record("catalogue.published", of, by=by, version=edition.version, entries=len(lines), digest=digest)
    return edition


def _list_admitted(of: Round, region: Region, on: date, by: Account | None) -> None:
    admitted = Proposal.objects.filter(round=of, withdrawn_at__isnull=True, decision__outcome=Decision.ADMITTED, item__isnull=True)
    for proposal in admitted.order_by("category", "typed_at", "pk"):
        item = Item.objects.create(region=region, proposal=proposal, listed_on=on, **{name: getattr(proposal, name) for name in FACTS})
        ItemEvent.objects.create(item=item, kind=removal.LISTED, day=on, noted_by=by)


def digest_of(lines: Sequence[queries.ItemLine]) -> str:
    """The SHA-256 of what an edition says, line by line."""
    told = [[getattr(line.item, name) for name in FACTS] + [line.note] for line in lines]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


@transaction.atomic
def note_event(item: Item, kind: str, *, day: date, last_day: date | None, words: str, by: Account | None) -> bool:
    """Note that a project was bought, its renewal applied for or refused; the same a second time gives False.

    Raises AlreadyLeft.
    """
    held = Item.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if held.left_on:
        raise AlreadyLeft
    try:
        with transaction.atomic():
            ItemEvent.objects.create(item=held, kind=kind, day=day, last_day=last_day, words=words, noted_by=by)
    except IntegrityError:
        return False
    chronicle.record("catalogue.noted", held, by=by, kind=kind, day=day.isoformat())
    return True


@transaction.atomic
def note_purchase(item: Item, *, day: date, last_day: date, reference: str, words: str, by: Account | None) -> bool:
    """Note that a tender or contract bought a project until a day; the same a second time gives False.

    Done by whoever runs the purchase: nothing of the project itself changes, and what has left may still have been bought.
    """
    told = {"item": item, "kind": removal.BOUGHT, "day": day, "reference": reference}
    if ItemEvent.objects.filter(**told).exists():
        return False
    ItemEvent.objects.create(**told, last_day=last_day, words=words, noted_by=by)
    chronicle.record("catalogue.noted", item, by=by, kind=removal.BOUGHT, day=day.isoformat(), reference=reference)
    return True


@transaction.atomic
def remove_due(items: Sequence[Item], *, on: date, by: Account | None) -> list[Item]:
    """Take from the catalogue those of some projects that the rule says leave; gives them."""
    held = list(Item.objects.select_for_update(of=("self",)).filter(pk__in=[item.pk for item in items], left_on__isnull=True).order_by("pk"))
    gone = []
    for line in queries.judged(held, on=on):
        if not line.verdict.stays:
            line.item.left_on, line.item.left_reason = on, line.verdict.reason
            line.item.save(update_fields=["left_on", "left_reason"])
            ItemEvent.objects.create(item=line.item, kind=removal.LEFT, day=on, words=line.verdict.reason, noted_by=by)
            chronicle.record("catalogue.left", line.item, by=by, reason=line.verdict.reason)
            gone.append(line.item)
    return gone
