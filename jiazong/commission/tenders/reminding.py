"""What of tenders waits for whom: the clocks of the law that turn soon or have turned, one question for each kind."""
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from jiazong.commission.tenders.models import BidDraft, Inquiry, Setting, Signing, Tender
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.rules import clocks
from jiazong.ground.workdays import queries as workdays
from jiazong.ground.workdays.reminding import Due, Window
from jiazong.people.places.models import Body

OPENING, CHOICE, CONTRACT, FILING, ANSWER, RECORDS = "opening", "choice", "contract", "filing", "answer", "records"
BID, QUERY, TAKE_IN = "bid", "query", "take_in"


def window(today: date) -> Window:
    """From when and until when the clocks of tenders are told of."""
    told = Setting.values_on(today, "remind.days", "remind.until")
    return Window(today, told["remind.days"], told["remind.until"], workdays.calendar())


def of_purchaser(tenders: QuerySet[Tender], within: Window) -> list[Due]:
    """What waits for whoever runs these tenders: opening, choice, contract, filing, answers, papers that were kept long enough."""
    mine = tenders.order_by()
    opening = mine.filter(state=states.PUBLISHED).values_list("pk", "name", "opens_at")
    asked = Inquiry.objects.filter(tender__in=mine.values("pk"), answered_at__isnull=True)
    return [
        *_told(within, OPENING, ((key, name, _day(at)) for key, name, at in opening)),
        *_clock(within, CHOICE, mine.filter(state=states.SCORED).values_list("pk", "name", "scoring_closed_at")),
        *_clock(within, CONTRACT, mine.filter(state=states.AWARDED).values_list("pk", "name", "award__awarded_at")),
        *_clock(within, FILING, mine.filter(state=states.SIGNED, signing__filed_on__isnull=True).values_list("pk", "name", "signing__signed_on")),
        *_told(within, ANSWER, (((tender, key), name, day) for key, tender, name, day in asked.values_list("pk", "tender", "tender__name", "answer_by"))),
        *_records(mine, within),
    ]  # fmt: skip


def of_bidder(agencies: Iterable[Body], within: Window) -> list[Due]:
    """What waits for a bidder: a bid not handed in, the last day to ask about a result, a contract to take in."""
    own = [one.pk for one in agencies]
    if not own:
        return []
    drafts = BidDraft.objects.filter(agency__in=own, tender__state=states.PUBLISHED, tender__closes_at__gte=timezone.now())
    ago = timezone.now() - timedelta(days=within.until)
    lost = Tender.objects.filter(state__in=[states.AWARDED, states.SIGNED], decided_at__gte=ago, bids__agency__in=own, bids__withdrawn_at__isnull=True)
    lost = lost.exclude(award__agency__in=own).exclude(inquiries__agency__in=own, inquiries__about="result")
    signed = Signing.objects.filter(agency__in=own, contract__isnull=True)
    return [
        *_told(within, BID, ((key, name, _day(at)) for key, name, at in drafts.values_list("tender", "tender__name", "tender__closes_at"))),
        *(one for one in _clock(within, QUERY, lost.values_list("pk", "name", "decided_at")) if not one.is_over),
        *_told(within, TAKE_IN, signed.values_list("tender", "tender__name", "first_day")),
    ]  # fmt: skip


def _records(mine: QuerySet[Tender], within: Window) -> Iterable[Due]:
    """Tenders whose papers were kept for the years of the law; before that day nobody is told, for nothing may be thrown away."""
    years = clocks.clock_on(RECORDS, within.today).value
    first, last = (clocks.years_after(day, -years) for day in (within.first, within.today))
    ended = mine.annotate(signed=F("signing__signed_on")).filter(Q(signed__range=(first, last)) | Q(state=states.CANCELLED, decided_at__date__range=(first, last)))
    return _clock(within, RECORDS, ((key, name, signed or decided) for key, name, signed, decided in ended.values_list("pk", "name", "signed", "decided_at")))


def _clock(within: Window, kind: str, begun: Iterable[tuple[object, str, date | datetime]]) -> list[Due]:
    """Each (key, name, beginning) by the clock of this name."""
    told = []
    for key, name, at in begun:
        began = _day(at)
        told.append((key, name, clocks.turning_day(clocks.clock_on(kind, began), began, within.is_working)))
    return _told(within, kind, told)


def _told(within: Window, kind: str, rows: Iterable[tuple[object, str, date]]) -> list[Due]:
    return [due for key, name, day in rows if (due := within.due(kind, name, key, day))]


def _day(moment: date | datetime) -> date:
    return timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
