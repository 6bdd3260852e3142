"""Words for the codes of consent: ways, bases, exceptions, and why one does not stand."""
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jiazong.people.consent.rules import giving

WAYS = {giving.PAPER: _("Signed paper"), giving.SPOT: _("Said on the spot"), giving.PHONE: _("Said on the telephone")}
# 个人信息保护法 第13条第一款第二至七项, in its order.
BASES = {
    giving.CONSENT: _("Consent"),
    "contract": _("Needed for a contract with the person"),
    "legal_duty": _("Needed for a duty laid down by law"),
    "emergency": _("Emergency: life, health or property"),
    "public_interest": _("News in the public interest"),
    "already_public": _("Already made public by the person"),
    "other_law": _("Another law or regulation"),
}  # fmt: skip
EXCEPTIONS = {
    giving.LEGAL_DUTY: _("The law obliges, such as a mandatory report"),
    giving.BEST_INTEREST: _("It is in the child's best interest"),
}


def way_of(code: str) -> str:
    """How somebody agreed."""
    return str(WAYS.get(code, code))


def basis_of(code: str) -> str:
    """On which basis data is kept."""
    return str(BASES.get(code, code))


def exception_of(code: str) -> str:
    """Why no guardian had to agree."""
    return str(EXCEPTIONS.get(code, code))


def refusal(fault: giving.DoesNotStand) -> tuple[str, Promise]:
    """Which field of the form a consent fails at, and what to do about it."""
    return {
        giving.NeedsBirthday: ("guardianship", _("The day of birth is missing, so it is not clear who agrees; add it to the person first, an estimate will do.")),
        giving.NeedsGuardian: ("guardianship", _("Under fourteen the guardian agrees; choose the guardian, or write down why it goes without.")),
        giving.NotTheGuardian: ("guardianship", _("This guardian was not checked by that day, or is not the guardian on it; check the guardian on the family page first.")),
        giving.NeedsReason: ("reason", _("The reason is missing; write why it goes without the guardian.")),
        giving.NeedsProof: ("way", _("Write the number of the paper, or who heard it.")),
        giving.NotYet: ("given_on", _("On this day the text did not hold yet, or the day lies ahead; choose another day.")),
        giving.NotInText: ("purposes", _("The text does not name this purpose; choose another text.")),
    }.get(type(fault), ("purposes", _("This consent would not stand; look at it once more.")))


WORDS = {"way_of": way_of, "basis_of": basis_of, "exception_of": exception_of}
