"""How money and the life of a contract are said on a screen."""
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiazong.commission.lifecycle.rules import deciding, limits
from jiazong.ground.ui.formats import number, percent, yuan
from jiazong.ledger.money.rules import booking, shares

KINDS = {
    booking.SPENT: gettext_lazy("spent"), booking.GRANTED: gettext_lazy("instalment"), booking.OTHER: gettext_lazy("other income"),
    booking.CARRIED_ON: gettext_lazy("carried over"), booking.STREET_TASK: gettext_lazy("task of the street"),
    booking.STREET_MONEY: gettext_lazy("money of the street"), booking.REVERSAL: gettext_lazy("reversal"),
}  # fmt: skip
# word, level of the mark
STATES = {
    shares.WAITING: (gettext_lazy("waits for its condition"), ""), shares.DUE: (gettext_lazy("due"), "blue"),
    shares.LATE: (gettext_lazy("overdue"), "red"), shares.PAID: (gettext_lazy("paid, on its way"), "blue"),
    shares.ARRIVED: (gettext_lazy("arrived"), "green"), shares.ARRIVED_LATE: (gettext_lazy("arrived late"), "yellow"),
}  # fmt: skip
CONDITIONS = {
    shares.SIGNING: gettext_lazy("signing"), shares.EVALUATION: gettext_lazy("the evaluation"),
    shares.ACCEPTANCE: gettext_lazy("the acceptance"),
}  # fmt: skip
VERDICTS = {
    deciding.MET: gettext_lazy("met"), deciding.PARTLY: gettext_lazy("partly met"), deciding.NOT_MET: gettext_lazy("not met"),
}  # fmt: skip
GROUNDS = {
    deciding.BREACH: gettext_lazy("Serious breach, or the contract is not performed"),
    deciding.MAJOR_HARM: gettext_lazy("Major negative effect on the public"), deciding.AGREED: gettext_lazy("Both sides agreed"),
}  # fmt: skip
FLAGS = {
    "hours_below_floor": gettext_lazy("Direct hours below the floor"), "staff_cost_below": gettext_lazy("Staff cost below its share"),
    "indicators_behind": gettext_lazy("Indicators behind"), "over_budget": gettext_lazy("More spent than budgeted"),
    "staff_left": gettext_lazy("Staff changed without consent"), "complaint_upheld": gettext_lazy("A complaint was found true"),
    "record_faked": gettext_lazy("Records were faked"),
}  # fmt: skip
ADVICE = {
    deciding.RENEW: (gettext_lazy("The rules advise another year."), "ok"),
    deciding.LOOK: (gettext_lazy("The rules leave it to you; look at the red flags."), "warn"),
    deciding.REFUSE: (gettext_lazy("The rules advise against another year."), "bad"),
    deciding.CANNOT: (gettext_lazy("Another year cannot be signed."), "bad"),
}  # fmt: skip
REASONS = {
    deciding.NOT_EVALUATED: gettext_lazy("there is no result of the evaluation"),
    deciding.VETO: gettext_lazy("the finance evaluation vetoed"),
    deciding.BELOW_PASS: gettext_lazy("the evaluation was not passed"),
    deciding.NOT_ACCEPTED: gettext_lazy("the year was not accepted"),
    deciding.ACCEPTANCE_OPEN: gettext_lazy("the trial year is not accepted yet"),
    deciding.RED_FLAG: gettext_lazy("there are red flags"),
    deciding.LAST_YEAR: gettext_lazy("this is the last year; it has to be tendered anew"),
    deciding.TERMINATED: gettext_lazy("the contract was terminated"),
}  # fmt: skip
UNDECIDED = {
    "open": gettext_lazy("Judge every standard first."),
    "remark": gettext_lazy("Write a remark beside each standard that is not fully met."),
    "decided": gettext_lazy("This was decided already and stays."),
    "barred": gettext_lazy("Another year cannot be signed; choose no further year."),
    "reason": gettext_lazy("Write why you decide otherwise than the rules advise."),
    "outside": gettext_lazy("This day lies outside the term of the contract."),
    "service_after": gettext_lazy("Service is recorded after this day; choose the last day of service or a later one."),
}  # fmt: skip
NOT_MET = {
    "not_accepted": gettext_lazy("The year is not accepted yet; fill in the acceptance form first."),
    "not_evaluated": gettext_lazy("Write the result of the evaluation."),
    "below_pass": gettext_lazy("The evaluation was not passed, so this instalment is not owed yet."),
}  # fmt: skip
REFUSED = {
    booking.NotBalanced: gettext_lazy("Debit and credit differ; correct the amount."),
    booking.NoAmount: gettext_lazy("The amount must be above nothing."),
    booking.StreetTaskOnProjectMoney: gettext_lazy(
        "A task of the street cannot be paid from project money; choose the street's own line, or write it down under “Tasks added by the street”."
    ),
    booking.OutsideYear: gettext_lazy("This day lies before the contract or ahead of today; choose another day."),
    booking.AlreadyReversed: gettext_lazy("This voucher was taken back already, or takes another one back."),
    booking.NoEvidence: gettext_lazy("Write the number of the invoice, or why there is none."),
}  # fmt: skip


def refusal(fault: booking.MoneyRefused) -> str:
    """Why a voucher was not booked, in one sentence."""
    return str(REFUSED[type(fault)])


def not_met(fault: shares.ConditionNotMet) -> str:
    """Why an instalment is not owed yet, in one sentence."""
    return str(NOT_MET[fault.why])


def undecided(fault: deciding.NotDecidable) -> str:
    """Why a decision cannot be taken like this, in one sentence."""
    return str(UNDECIDED[fault.why])


def passed_limit(fault: limits.LimitPassed) -> str:
    """That an amount passes what the law allows, and how much is allowed."""
    return _("At most %(limit)s yuan (%(percent)s%%) are allowed; lower the amount.") % {
        "limit": yuan(fault.limit_fen), "percent": number(fault.percent),
    }  # fmt: skip


def wrong_sum(fault: shares.SharesWrong) -> str:
    """That parts are not the whole, and by how much."""
    if fault.missing_fen > 0:
        return _("Together they must be the contract: %(fen)s yuan are missing.") % {"fen": yuan(fault.missing_fen)}
    return _("Together they must be the contract: %(fen)s yuan are too much.") % {"fen": yuan(-fault.missing_fen)}


def ratio_said(ratio: object, minimum: int) -> str:
    """The share of staff beside its minimum, in one sentence."""
    if ratio is None:
        return _("Nothing is spent yet; at least %(minimum)s%% must go to staff.") % {"minimum": number(minimum)}
    return _("%(share)s of what was spent went to staff; at least %(minimum)s%% must.") % {
        "share": percent(float(ratio)), "minimum": number(minimum),
    }  # fmt: skip
