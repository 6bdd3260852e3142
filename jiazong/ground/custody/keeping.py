"""The master key: printed on three sheets, brought back from two of them."""
from collections.abc import Sequence

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.custody import rotating, shares
from jiazong.ground.privacy import keyring, master
from jiazong.ground.privacy.models import Key
from jiazong.ground.transparency import actions as transparency

PURPOSE = "keys.keep"
PRINTED, RECOVERED = "keys.sheets_printed", "keys.master_recovered"


class AnotherKey(ValueError):
    """The sheets bring back a master key that wraps no key of this database."""


def master_for_sheets() -> master.Master:
    """The master key the sheets are to hold: the newest; made where the product is new."""
    with acting_as_system(PURPOSE):
        keyring.active("")  # so that there is a key to write the deed about
    return master.newest()


def make_ready() -> bool:
    """Make the master key where the product is new; answers whether it was made just now."""
    if master.is_there():
        return False
    with acting_as_system(PURPOSE):
        if Key.objects.exists():
            return False  # it was lost, which the doctor tells; another one would only hide that
        keyring.active("")
    return True


def health() -> tuple[bool, str]:
    """Whether the newest master key opens every key, and a word about it; raises the errors of `troubles`."""
    with acting_as_system(PURPOSE):
        keys = list(Key.objects.exclude(state=Key.DESTROYED))
        for key in keys:
            keyring.unwrapped_material(key)
        waiting = sum(key.state == Key.RETIRING for key in keys)
    has_paper = not keys or has_sheets(master.newest())
    return has_paper, f"{len(keys)} 把钥匙都打得开" + (f"，{waiting} 把正在换" if waiting else "")


def note_sheets(of: master.Master, *, by: Account | None = None) -> None:
    """Write down that sheets of this master key were printed: its fingerprint, never a word of them."""
    _tell(PRINTED, of, by)


def has_sheets(of: master.Master) -> bool:
    """Whether sheets of this master key have ever been printed."""
    with acting_as_system(PURPOSE):
        return Entry.objects.filter(verb=PRINTED, details__master=of.fingerprint).exists()


def recover(sheets: Sequence[str], *, by: Account | None = None) -> tuple[master.Master, int]:
    """Bring the master key back from two sheets; answers it and how many keys it wraps. Raises SharesDoNotFit, AnotherKey."""
    secret = shares.join(sheets)
    found = master.Master(0, secret)
    with acting_as_system(PURPOSE):
        wraps = rotating.wrapped_by()
    if wraps and found.fingerprint not in wraps:
        raise AnotherKey(found.fingerprint)
    back = master.bring_back(secret)
    keyring.forget()
    if wraps:
        _tell(RECOVERED, back, by)
    return back, wraps.get(back.fingerprint, 0)


def _tell(verb: str, of: master.Master, by: Account | None) -> None:
    with acting_as_system(PURPOSE):
        key = Key.objects.filter(master=of.fingerprint).order_by("pk").first() or Key.objects.order_by("pk").first()
        chronicle.record(verb, key, by=by, master=of.fingerprint)
        transparency.append("key_event", f"master:{of.fingerprint}", {"verb": verb})
