"""The Jinja2 environment every screen is rendered in."""
from collections.abc import Callable, Hashable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils import translation
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from jiazong.ground.privacy.rules.masks import mask
from jiazong.ground.ui.formats import FILTERS
from jiazong.ground.ui.frame import frame_of

PRODUCT = Path(__file__).resolve().parents[2]
# A list of 50 rows asks for the sprite a hundred times; the answer changes only with the storage.
_static_addresses: WeakKeyDictionary[Storage, dict[str, str]] = WeakKeyDictionary()

# What stands around every page alike, by macro, language and what it draws; thrown away whole when it has grown.
_drawn: dict[Hashable, Markup] = {}
DRAWN_AT_MOST = 2000


def make_environment(**options: Any) -> Environment:
    """The environment of Django's Jinja2 backend: gettext, addresses, static files, formats; always escaping.

    A name a template does not know raises instead of printing nothing.
    """
    options.update(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options["extensions"] = [*options.get("extensions", ()), "jinja2.ext.i18n", "jinja2.ext.do"]
    environment = Environment(**options)
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(
        said,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    environment.globals.update(url=address, static=static_address, page_frame=frame_of, drawn_once=drawn_once)
    environment.filters.update(FILTERS, mask=mask)
    return environment


def said(message: str) -> str:
    """The words of a template in the language of the page."""
    return _translated(translation.get_language(), message)


# Finding a word takes as long as drawing a cell of a table; catalogues do not change while the product runs.
@lru_cache(maxsize=10_000)
def _translated(_language: str, message: str) -> str:
    return translation.gettext(message)


def drawn_once(macro: Callable[..., Markup], *given: Hashable) -> Markup:
    """What a macro draws of these values, drawn the first time only: rail, preferences and words cost as much as thirty rows.

    Only for macros that look at nothing but what they are given and the language; their names are unique.
    """
    key = macro.name, translation.get_language(), given
    if key not in _drawn:
        if len(_drawn) >= DRAWN_AT_MOST:
            _drawn.clear()
        _drawn[key] = macro(*given)
    return _drawn[key]


def address(name: str, *args: Any, query: dict[str, Any] | None = None, **kwargs: Any) -> str:
    """The address of a screen by its name, `url("hours:mine", query={"month": "2026-11"})`."""
    return reverse(name, args=args, kwargs=kwargs, query=query)


def static_address(path: str) -> str:
    """The address of a static file with its hash, `static("ui/kit.css")`."""
    storage = storages["staticfiles"]
    known = _static_addresses.setdefault(storage, {})
    if path not in known:
        known[path] = storage.url(path)
    return known[path]


def template_folders(installed: Iterable[str] | None = None) -> list[Path]:
    """Every app's `templates` folder in the order of the apps; without a list, all apps found on the floors."""
    if installed is None:
        return sorted(folder for folder in PRODUCT.glob("*/*/templates") if folder.is_dir())
    packages = [name.split(".") for name in installed if name.startswith("jiazong.")]
    folders = [PRODUCT.joinpath(*package[1:], "templates") for package in packages]
    return [folder for folder in folders if folder.is_dir()]
