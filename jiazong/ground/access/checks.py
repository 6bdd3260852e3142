"""The server refuses to start while a screen has no guard or does not stand in the permission table."""
from collections.abc import Iterator

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from jiazong.ground.access import table


def screens(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the product with its full name, walked from the resolver."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from screens(entry, inner)
        else:
            yield f"{prefix}{entry.name or ''}", entry


@register("access")
def every_screen_is_guarded(**_: object) -> list[Error]:
    """Compare the addresses of the product with permissions.csv, both ways."""
    faults, seen, table_words = [], set(), table.word_of_screen()
    for name, pattern in screens():
        seen.add(name)
        word = getattr(pattern.callback, "guard_word", None)
        if word is None:
            faults.append(Error(f"The address {name or pattern.pattern} has no guard.", id="access.E001"))
        elif table_words.get(name) != word:
            said = table_words.get(name, "nothing")
            faults.append(
                Error(f"The address {name} is guarded by {word}, permissions.csv says {said}.", id="access.E002")
            )
    faults += [
        Error(f"permissions.csv names the address {name}, which does not exist.", id="access.E003")
        for name in sorted(set(table_words) - seen)
    ]
    return faults
