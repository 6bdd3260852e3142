"""What a browser reports about the content security policy (Reporting API), reduced to what names no person."""
import json
from urllib.parse import urlsplit

MOST_REPORTS = 5
LONGEST_WORD = 80


def read(body: bytes) -> list[tuple[str, str]]:
    """(directive, origin of what was refused) of each report; nothing for what is no report."""
    try:
        told = json.loads(body)
    except ValueError:
        return []
    found = []
    for one in (told if isinstance(told, list) else [told])[:MOST_REPORTS]:
        said = one.get("body") if isinstance(one, dict) else None
        if isinstance(said, dict):
            found.append((_word(said.get("effectiveDirective")), _word(origin(said.get("blockedURL")))))
    return found


def origin(address: object) -> str:
    """Scheme and host of an address, or the keyword a browser writes instead of one."""
    try:
        parts = urlsplit(str(address))
    except ValueError:
        return "?"
    return f"{parts.scheme}://{parts.hostname}" if parts.hostname else parts.path


def _word(said: object) -> str:
    # Sent by anybody: letters of an address only, so that no line of the log can be made up.
    return "".join(sign for sign in str(said) if sign.isascii() and (sign.isalnum() or sign in "-.:/"))[:LONGEST_WORD]
