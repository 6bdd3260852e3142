"""States, kinds, clocks and refusals of tenders in words."""
from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from jiazong.commission.tenders.models import Minimum, ScoringItem
from jiazong.commission.tenders.models import tender as kinds
from jiazong.commission.tenders.rules.reading import BadFile
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.ui.formats import day_full

KINDS = [(kinds.CENTRE_PROJECT, gettext_lazy("A centre project")), (kinds.POST, gettext_lazy("Posts of social workers"))]
METHODS = [
    (kinds.COMPREHENSIVE, gettext_lazy("Comprehensive scoring, price by the lowest")),
    (kinds.HOURS, gettext_lazy("Fixed price, scored by planned hours")),
    (kinds.LOWEST_PRICE, gettext_lazy("Lowest price")),
]  # fmt: skip
ITEMS = {
    "lots": gettext_noop("the lots"), "years": gettext_noop("years with a price"), "annual_hours": gettext_noop("hours of a year"),
    "professionals": gettext_noop("professional staff"), "social_workers": gettext_noop("assistant social workers and above"),
    "received": gettext_noop("when it came"), "bond_yuan": gettext_noop("bid bond in yuan"),
    "declared_interests": gettext_noop("declared interests"), "bidder": gettext_noop("the bidder"), "sha256": gettext_noop("the check value"),
}  # fmt: skip
COUNTING = [(Minimum.ROWS, gettext_lazy("by record")), (Minimum.PERSONS, gettext_lazy("by persons"))]
PARTS = [(ScoringItem.TECHNICAL, gettext_lazy("Technical part")), (ScoringItem.BUSINESS, gettext_lazy("Business part"))]
CERTIFICATES = [
    ("assistant_social_worker", gettext_lazy("Assistant social worker")), ("social_worker", gettext_lazy("Social worker")),
    ("senior_social_worker", gettext_lazy("Senior social worker")), ("allied_professional", gettext_lazy("Allied professional")),
    ("social_work_aide", gettext_lazy("Social work aide")), ("support_staff", gettext_lazy("Support staff")),
]  # fmt: skip
ABOUT = [
    ("requirement", gettext_lazy("The requirement")), ("procedure", gettext_lazy("The procedure")), ("result", gettext_lazy("The result")),
]  # fmt: skip
STATES = {
    kinds.DRAFT: (gettext_noop("Draft"), ""), kinds.PUBLISHED: (gettext_noop("Published"), "info"),
    kinds.OPENED: (gettext_noop("Being scored"), "warn"), kinds.SCORED: (gettext_noop("Ranked"), "warn"),
    kinds.AWARDED: (gettext_noop("Awarded"), "ok"), kinds.SIGNED: (gettext_noop("Contract signed"), "ok"),
    kinds.CANCELLED: (gettext_noop("Cancelled"), "bad"),
}  # fmt: skip
NOTICES = {
    "tender": gettext_noop("Tender notice"), "award": gettext_noop("Award notice"), "cancelled": gettext_noop("Notice of cancelling"),
    "contract": gettext_noop("Contract notice"),
}  # fmt: skip
CITIES = {"guangzhou": gettext_noop("Guangzhou"), "china": gettext_noop("The whole country")}
CLOCKS = {
    "publishing": (gettext_noop("From the notice to closing"), gettext_noop("closing not before")),
    "report": (gettext_noop("Report of the panel to the purchaser"), gettext_noop("at the latest")),
    "choice": (gettext_noop("The purchaser names the winner"), gettext_noop("at the latest")),
    "query": (gettext_noop("Bidders may ask about the result"), gettext_noop("until")),
    "contract": (gettext_noop("Contract with the winner"), gettext_noop("at the latest")),
    "contract_published": (gettext_noop("Contract made public"), gettext_noop("at the latest")),
    "filing": (gettext_noop("Copy filed with the authority"), gettext_noop("at the latest")),
    "records": (gettext_noop("All papers kept"), gettext_noop("until at least")),
}  # fmt: skip
REASONS = {
    "partial_scope": gettext_noop("Covers only part of the project"),
    "price_over_annual_budget": gettext_noop("The price of a year is over the budget of that year"),
    "indicator_below_minimum": gettext_noop("An indicator is below the minimum"),
    "hours_below_floor": gettext_noop("Hours below the floor"), "hours_above_ceiling": gettext_noop("Hours above the ceiling"),
    "too_few_professionals": gettext_noop("Too few professionals"), "too_few_social_workers": gettext_noop("Too few social workers"),
    "too_many_professionals_for_fund": gettext_noop("More professionals than the money allows"),
    "certificate_expired": gettext_noop("A certificate has expired"), "late": gettext_noop("Came after closing"),
    "bond_over_limit": gettext_noop("The bid bond is over the limit"), "conflict_of_interest": gettext_noop("Conflict of interest"),
    "changed_after_sealing": gettext_noop("Not what had been sealed"),
}  # fmt: skip
WHY_NOT = {
    "state": gettext_noop("This step does not fit where the tender stands now; open its page again."),
    "notice_day": gettext_noop("The day of the notice: today, or an earlier day together with the address of the notice on the official portal."),
    "closes_behind": gettext_noop("Closing has to lie ahead, and the opening must not lie before closing."),
    "closes_too_early": gettext_noop("By law closing may not come so soon; choose %(required)s or later."),
    "bond_limit_too_high": gettext_noop("The bid bond may be at most %(required)s percent of the budget."),
    "weights_do_not_add_up": gettext_noop("All points together are %(found)s; they have to be %(required)s."),
    "price_weight_too_low": gettext_noop("The price has to count for at least %(required)s points."),
    "only_later": gettext_noop("Closing and opening can only be put off, and only before closing."),
    "closed": gettext_noop("Closing is past; nothing more is taken in or given back."),
    "too_late_to_ask": gettext_noop("The days for this query are over (the last was %(last)s)."),
    "not_before_opening": gettext_noop("The bids open at the hour of the opening, not before; come back then."),
    "no_candidate": gettext_noop("%(name)s cannot be called: no member of panels here, or works for an agency."),
    "declared": gettext_noop("Whoever has declared stays on the panel."),
    "scoring_closed": gettext_noop("Your sheet is signed or the panel has closed; points stay as they are."),
    "points_missing": gettext_noop("%(n)s points are still missing; fill them in before you sign."),
    "panel_too_small": gettext_noop("%(n)s members can score; the panel has to have at least %(least)s and an odd number."),
    "not_all_signed": gettext_noop("%(name)s has not signed yet; the panel closes once everybody has."),
    "signed_on": gettext_noop("The day of signing lies between the award and today."),
    "term": gettext_noop("The last day lies before the first day."),
    "filed_on": gettext_noop("The day of filing lies between signing and today."),
}  # fmt: skip
VERBS = {
    "tenders.drafted": gettext_noop("began the requirement"), "tenders.draft_kept": gettext_noop("kept the requirement"),
    "tenders.published": gettext_noop("published the tender"), "tenders.put_off": gettext_noop("put closing off"),
    "tenders.opened": gettext_noop("opened the bids"), "tenders.cancelled": gettext_noop("cancelled the tender"),
    "tenders.panel_called": gettext_noop("called the panel"), "tenders.panel_dismissed": gettext_noop("took somebody off the panel"),
    "tenders.ranked": gettext_noop("closed the panel"), "tenders.awarded": gettext_noop("awarded the tender"),
    "tenders.answered": gettext_noop("answered a query"), "tenders.contract_signed": gettext_noop("wrote the signature down"),
    "tenders.contract_filed": gettext_noop("wrote the filing down"), "tenders.printed_report": gettext_noop("printed the report of the panel"),
    "tenders.printed_notice": gettext_noop("printed the notice to the winner"),
}  # fmt: skip


class Words:
    """What templates ask to say a code in words."""

    def state(self, code: str) -> tuple[str, str]:
        word, tone = STATES[code]
        return _(word), tone

    def kind(self, code: str) -> str:
        return str(dict(KINDS)[code])

    def method(self, code: str) -> str:
        return str(dict(METHODS)[code])

    def part(self, code: str) -> str:
        return str(dict(PARTS)[code])

    def about(self, code: str) -> str:
        return str(dict(ABOUT)[code])

    def certificate(self, code: str) -> str:
        return str(dict(CERTIFICATES).get(code, code))

    def notice(self, code: str) -> str:
        return _(NOTICES[code])

    def clock(self, name: str) -> tuple[str, str]:
        return tuple(_(word) for word in CLOCKS[name])

    def reason(self, code: str) -> str:
        return _(REASONS.get(code, code))

    def item(self, item: str, names: Mapping[str, str]) -> str:
        """Where in a bid something was found: a year of the term, a figure, or an indicator by the name the requirement gives it."""
        word, _blank, number = item.partition(" ")
        return _("year %(n)s of the term") % {"n": number} if word == "year" and number.isdecimal() else _(ITEMS[item]) if item in ITEMS else names.get(item, item)

    def cancelled(self, why: str) -> str:
        return _("Fewer bids are valid than the law asks.") if why == "too_few_valid" else _("The purchase was given up.")

    def verb(self, verb: str) -> str:
        return _(VERBS[verb]) if verb in VERBS else verb


WORDS = Words()


def city_said(city: str) -> str:
    """A city whose rules are loaded; one of somebody's own keeps its name."""
    return _(CITIES[city]) if city in CITIES else city


def why_not(fault: NotNow) -> str:
    """Why a step cannot be done, in one sentence."""
    params = {name: day_full(value) if hasattr(value, "year") else value for name, value in fault.params.items()}
    return _(WHY_NOT[fault.code]) % params


def file_said(fault: BadFile) -> str:
    """What is wrong in a file, with its place."""
    return _("%(where)s: %(what)s") % {"where": fault.where, "what": str(fault).partition(": ")[2] or str(fault)}
