"""The search box of reception: what is typed may also be a number that lies sealed; such a look is counted and kept."""
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection

from jiazong.ground.accounts.models import Account
from jiazong.ground.custody import actions as custody
from jiazong.ground.privacy.rules import normal
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Person, Phone
from jiazong.people.residents.queries import search
from jiazong.people.residents.queries.search import ID_NUMBER, PHONE, Found
from jiazong.people.residents.rules import identity

_DIGITS = re.compile(r"\+?\d+")
_PAPER = re.compile(r"[A-Z]{1,3}\d{6,12}[A-Z0-9]?")  # permits, passports, Hong Kong identity cards


def find(centres: Collection[str], text: str, *, by: Account | None, most: int = search.MOST) -> list[Found]:
    """Whom a typed text may mean among these centres: name, pinyin, initials, numbers, phone or its last four digits, door.

    A phone or an ID number is looked up through custody: raises TooManyLooks when this hour's looks are used up.
    """
    found = search.find(centres, text, most=most)
    sealed = _sealed(text)
    if sealed is None:
        return found
    column, plain = sealed
    ranked = [(person, ID_NUMBER if column == "id_number" else PHONE, True) for person in _behind(centres, column, plain, by)]
    numbered = search.shown(ranked, most=most)
    known = {one.person_id for one in numbered}
    return [*numbered, *(one for one in found if one.person_id not in known)][:most]


def _sealed(text: str) -> tuple[str, str] | None:
    """Which sealed column a typed text may be the whole or the tail of; nothing where it is no number."""
    plain = re.sub(r"[\s\-()]+", "", unicodedata.normalize("NFKC", text)).upper()
    if identity.is_resident_form(plain) or _PAPER.fullmatch(plain):
        return "id_number", identity.eighteen(plain)
    if _DIGITS.fullmatch(plain):
        if len(plain) == normal.TAIL_DIGITS:
            return "tail", plain
        if 7 <= len(plain.lstrip("+")) <= 15:
            return "number", plain
    return None


def _behind(centres: Collection[str], column: str, text: str, by: Account | None) -> list:
    """Each agency has indexes of its own, so the look is made once for each."""
    by_agency: dict[str, list[str]] = defaultdict(list)
    for code, agency in Centre.objects.filter(pk__in=centres).values_list("pk", "agency_id"):
        by_agency[agency].append(code)
    model = Person if column == "id_number" else Phone
    found = []
    for agency, codes in by_agency.items():
        indexes = custody.look_up(model._meta.get_field(f"{column}_index"), agency, text, by=by)
        found += search.by_index(codes, column, indexes)
    return found
