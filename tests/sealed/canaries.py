"""Words that stand nowhere else, and every shape in which they could lie about in a file."""
import base64
import mmap
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from jiazong.ground.privacy.rules.id_numbers import check_character

RARE = "鳜鲮鳙鲴鳊鲂鳡鳤鲌鲘"


def word() -> str:
    """A few rare characters and figures, different each time."""
    return "".join(secrets.choice(RARE) for _ in range(5)) + str(secrets.randbelow(10**6)).zfill(6)


def phone() -> str:
    """A mobile number nobody has."""
    return "199" + str(secrets.randbelow(10**8)).zfill(8)


def id_number() -> str:
    """An identity number that could be one."""
    first = f"440104{1950 + secrets.randbelow(50)}0{1 + secrets.randbelow(9)}1{secrets.randbelow(9)}{secrets.randbelow(1000):03d}"
    return first + check_character(first)


def shapes(text: str) -> dict[str, bytes]:
    """The text in the encodings and spellings in which a database, a log or a file may hold it."""
    found = {name: text.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    plain = found["utf-8"]
    found |= {"hex": plain.hex().encode(), "HEX": plain.hex().upper().encode()}
    found["escaped"] = text.encode("unicode_escape")
    for shift in range(3):  # base64 begins anywhere: what depends on the neighbours at either end is cut off
        whole = base64.b64encode(b"\0" * shift + plain)
        cut = {0: 0, 1: 2, 2: 3}[shift]
        found[f"base64+{shift}"] = whole[cut : len(whole) - 4]
    return found


def found_in(folder: Path, words: dict[str, str]) -> dict[str, set[str]]:
    """Which words lie in which files of a folder, as `word/shape`; every file is read whole, whatever it is."""
    wanted = {f"{name}/{shape}": data for name, text in words.items() for shape, data in shapes(text).items()}
    found: dict[str, set[str]] = {}
    for path in files(folder):
        with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as content:
            for name, data in wanted.items():
                if content.find(data) >= 0:
                    found.setdefault(name, set()).add(str(path.relative_to(folder)))
    return found


def files(folder: Path) -> Iterator[Path]:
    """Every file with something in it."""
    for base, _, names in os.walk(folder):
        for name in names:
            path = Path(base, name)
            if path.is_file() and not path.is_symlink() and path.stat().st_size:
                yield path
