"""How a person wants pages to look: theme, size of type, density, language; kept in cookies, before and after sign-in."""
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

CHOICES = {
    "theme": ("auto", "light", "dark"),
    "size": ("normal", "large"),
    "density": ("roomy", "dense"),
    "language": ("zh-hans", "zh-hant", "en"),
}
HTML_LANG = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant-HK", "en": "en"}
YEAR_IN_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Preferences:
    """One choice for each of CHOICES; the first of each is what a person gets who never chose."""

    theme: str = "auto"
    size: str = "normal"
    density: str = "roomy"
    language: str = "zh-hans"

    @property
    def html_lang(self) -> str:
        return HTML_LANG[self.language]


def read(cookies: Mapping[str, str]) -> Preferences:
    """The preferences in these cookies; a value nobody offers counts as never chosen."""
    return _chosen_from(Preferences(), {name: cookies.get(cookie_name(name), "") for name in CHOICES})


def write(response: HttpResponse, wanted: Mapping[str, str]) -> None:
    """Keep the choices named in `wanted` for a year; unknown names and values are ignored."""
    for name, offered in CHOICES.items():
        if wanted.get(name) in offered:
            response.set_cookie(
                cookie_name(name),
                wanted[name],
                max_age=YEAR_IN_SECONDS,
                samesite="Lax",
                httponly=True,
                secure=settings.SESSION_COOKIE_SECURE,
            )


def cookie_name(choice: str) -> str:
    return settings.LANGUAGE_COOKIE_NAME if choice == "language" else f"jz_{choice}"


def of(request: HttpRequest | None) -> Preferences:
    """The preferences of this request; a page rendered without one gets the defaults."""
    if request is None:
        return Preferences()
    return getattr(request, "preferences", None) or read(request.COOKIES)


def way_back(request: HttpRequest) -> str:
    """Where to go after a choice: the page it was made on, and never another site."""
    for wanted in (request.POST.get("next", ""), request.headers.get("referer", "")):
        if wanted and url_has_allowed_host_and_scheme(
            wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        ):
            return wanted
    return "/"


class PreferencesMiddleware:
    """Read the cookies once and speak the chosen language for the length of the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.preferences = read(request.COOKIES)
        translation.activate(request.preferences.language)
        request.LANGUAGE_CODE = request.preferences.language
        response = self.get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Language", request.preferences.html_lang)
            patch_vary_headers(response, ("Cookie",))
        return response


def _chosen_from(base: Preferences, wanted: Mapping[str, str]) -> Preferences:
    return replace(base, **{name: wanted[name] for name in CHOICES if wanted[name] in CHOICES[name]})
