"""Files of the evidence log with one thing in them changed, as somebody who wants to cheat or a bad disk would."""
import copy
import json
import random
from typing import Any

Path = tuple[str | int, ...]


def places(value: Any, at: Path = ()) -> list[Path]:
    """Where a file holds a single value."""
    if isinstance(value, dict):
        return [found for name, one in value.items() for found in places(one, (*at, name))]
    if isinstance(value, list):
        return [found for number, one in enumerate(value) for found in places(one, (*at, number))]
    return [at]


def spoiled(shown: dict, chance: random.Random) -> tuple[dict, Path]:
    """A copy with one value changed, and where."""
    at = chance.choice(places(shown))
    changed = copy.deepcopy(shown)
    holder = changed
    for step in at[:-1]:
        holder = holder[step]
    holder[at[-1]] = _another(holder[at[-1]], chance)
    return changed, at


def _another(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 1 << chance.randrange(40)])
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        return chance.choice([value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :], value[:at], value + "x", ""])
    return value or chance.choice([0, "x", [], {}])


def spoiled_line(text: str, chance: random.Random) -> tuple[str, str]:
    """An export with one line changed, lost, doubled or moved, and how."""
    lines = text.rstrip("\n").split("\n")
    at = chance.randrange(len(lines))
    how = chance.choice(["change", "lose", "double", "swap"])
    if how == "change":
        lines[at] = json.dumps(spoiled(json.loads(lines[at]), chance)[0], ensure_ascii=False)
    elif how == "lose":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    else:
        other = chance.randrange(len(lines))
        lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines) + "\n", how
