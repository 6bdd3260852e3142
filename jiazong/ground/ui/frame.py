"""What stands around every page: name of the place, rail, person, preferences, and the sentences left by actions."""
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from jiazong.ground.ui import preferences
from jiazong.ground.ui.toasts import UNDO


@dataclass(frozen=True)
class Entry:
    """One line of the rail or the phone's bottom bar; `count` is what waits there for this person."""

    name: str
    label: str
    icon: str
    address: str
    on_phone: bool
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class Facts:
    """What a higher floor knows for the frame: place, person's post, what waits behind each entry, a state pill."""

    brand: str = ""
    brand_note: str = ""
    person_note: str = ""
    state: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Sentence:
    """What an action left for the next page."""

    level: str
    text: str
    undo: str


class Frame:
    """The frame of one page; everything is read when a template asks for it, so a plain page costs nothing."""

    def __init__(self, request: HttpRequest | None) -> None:
        self.request = request
        self.preferences = preferences.of(request)
        self.here = request.get_full_path() if request is not None else "/"

    @cached_property
    def facts(self) -> Facts:
        """Facts put on the request, or asked from the function named in JIAZONG_FRAME_FACTS."""
        given = getattr(self.request, "frame_facts", None)
        path = getattr(settings, "JIAZONG_FRAME_FACTS", "")
        if given is None and path and self.request is not None:
            try:
                given = import_string(path)(self.request)
            except AttributeError as error:
                # Jinja takes an AttributeError for a name that is not there and would hide where it came from.
                raise RuntimeError(f"{path} failed for {self.here}: {error}") from error
        return given or Facts()

    @property
    def brand(self) -> str:
        return self.facts.brand or gettext("Jiazong")

    @cached_property
    def person(self) -> str:
        """The name of the person who signed in, empty for a visitor."""
        user = getattr(self.request, "user", None)
        return str(user) if user is not None and user.is_authenticated else ""

    @cached_property
    def person_key(self) -> str:
        """A short mark that keeps drafts of two people on one device apart and says nothing about them."""
        if not self.person:
            return ""
        return hashlib.sha256(f"draft {self.request.user.pk}".encode()).hexdigest()[:12]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entries(self.request, counts=self.facts.counts))

    @cached_property
    def bottom(self) -> tuple[Entry, ...]:
        """At most five entries of the phone's bottom bar, the action in the middle."""
        shown = self._bar()
        action = self.action
        if action is None:
            return tuple(shown[:5])
        return (*shown[:2], action, *shown[2:4])

    def _bar(self) -> list[Entry]:
        """What this person's work asks for most: the first bar of JIAZONG_PHONE_BARS whose screen she may open, else what the rail marks."""
        open_to_her = {entry.name: entry for entry in self.entries}
        for screen, wanted in getattr(settings, "JIAZONG_PHONE_BARS", []):
            if screen in open_to_her:
                return [open_to_her[name] for name in wanted if name in open_to_her]
        return [entry for entry in self.entries if entry.on_phone]

    @cached_property
    def elsewhere(self) -> tuple[Entry, ...]:
        """The entries a phone's bottom bar has no room for; they stand in the person's menu."""
        shown = {entry.name for entry in self.bottom}
        return tuple(entry for entry in self.entries if entry.name not in shown)

    @cached_property
    def action(self) -> Entry | None:
        """The one thing done most often (JIAZONG_RAIL_ACTION: address, label, icon), if the person may."""
        return self._single("JIAZONG_RAIL_ACTION")

    @cached_property
    def search(self) -> Entry | None:
        """Where the palette in the top bar looks (JIAZONG_RAIL_SEARCH: address, placeholder, icon)."""
        return self._single("JIAZONG_RAIL_SEARCH")

    @cached_property
    def corner(self) -> list[Entry]:
        """Help, messages: icons at the end of the top bar (JIAZONG_RAIL_CORNER: lines like the rail's)."""
        return entries(self.request, setting="JIAZONG_RAIL_CORNER", counts=self.facts.counts)

    @property
    def sign_out(self) -> str:
        return address_or_nothing(getattr(settings, "JIAZONG_SIGN_OUT", "accounts:sign_out"))

    @property
    def account(self) -> str:
        return address_or_nothing("accounts:sessions")

    @property
    def home(self) -> str:
        return address_or_nothing(settings.LOGIN_REDIRECT_URL) or "/"

    @cached_property
    def sentences(self) -> list[Sentence]:
        """What earlier actions left to say; reading them takes them off the session."""
        if self.request is None or not hasattr(self.request, "_messages"):
            return []
        return [_sentence(message) for message in get_messages(self.request)]

    def _single(self, setting: str) -> Entry | None:
        line = getattr(settings, setting, None)
        found = entries(self.request, lines=[(*line, True)]) if line else []
        return found[0] if found else None


def frame_of(request: HttpRequest | None = None) -> Frame:
    """The frame a template draws around its page, `{% set ui = page_frame(request) %}`."""
    return Frame(request)


def entries(
    request: HttpRequest | None,
    *,
    setting: str = "JIAZONG_RAIL",
    lines: list[tuple[str, str, str, bool]] | None = None,
    counts: Mapping[str, int] | None = None,
) -> list[Entry]:
    """The entries this person may open, in the order of the setting, the current one marked."""
    may_open = _may_open(request)
    found = []
    for name, label, icon, on_phone in getattr(settings, setting, []) if lines is None else lines:
        address = address_or_nothing(name)
        if address and may_open(name):
            count = (counts or {}).get(name, 0)
            found.append(Entry(name, gettext(label), icon, address, on_phone, count))
    current = current_entry(request, found)
    return [replace(entry, is_current=True) if entry is current else entry for entry in found]


def current_entry(request: HttpRequest | None, among: list[Entry]) -> Entry | None:
    """The entry this page belongs to: its own address, else the longest one its path starts with, else its app."""
    match = getattr(request, "resolver_match", None)
    action = getattr(settings, "JIAZONG_RAIL_ACTION", None)
    if match is None or (action and action[0] == match.view_name and action[0] not in {entry.name for entry in among}):
        return None
    exact = [entry for entry in among if entry.name == match.view_name]
    above = [entry for entry in among if entry.address != "/" and request.path.startswith(entry.address)]
    above.sort(key=lambda entry: len(entry.address), reverse=True)
    siblings = [entry for entry in among if match.namespace and entry.name.startswith(f"{match.namespace}:")]
    return next(iter([*exact, *above, *siblings]), None)


def address_or_nothing(name: str) -> str:
    """The address of a name, or nothing while no such screen is installed; `checks.py` reports those names."""
    return _address(name, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


# Every page asks for the same twenty; they change only with the table of addresses.
@lru_cache(maxsize=1000)
def _address(name: str, addresses: str, _prefix: str) -> str:
    try:
        return reverse(name, urlconf=addresses)
    except NoReverseMatch:
        return ""


def _may_open(request: HttpRequest | None) -> Callable[[str], bool]:
    own = getattr(request, "may_open", None)
    if own is not None:
        return own
    path = getattr(settings, "JIAZONG_MAY_OPEN", "")
    if not path or request is None:
        return lambda name: True
    asked = import_string(path)
    return lambda name: asked(request, name)


def _sentence(message) -> Sentence:
    tags = message.extra_tags or ""
    return Sentence(message.level_tag, str(message), tags[len(UNDO) :] if tags.startswith(UNDO) else "")
