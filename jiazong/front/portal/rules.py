"""Addresses of tiles as C2SP tlog-tiles writes them. Pure."""
import re

WIDTH = 256
TOP_LEVEL = 5
PATH = re.compile(r"(?P<number>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?")


class NoSuchTile(LookupError):
    """An address that names no tile."""


def read_tile(level: int, path: str) -> tuple[int, int]:
    """The number and the width of the tile an address names; raises NoSuchTile."""
    read = PATH.fullmatch(path)
    if not read or level > TOP_LEVEL or len(path) > 40:
        raise NoSuchTile(path)
    number, width = int(read["number"].replace("x", "").replace("/", "")), int(read["width"] or WIDTH)
    if tile_path(number) != read["number"] or width > WIDTH or (read["width"] and width == WIDTH):
        raise NoSuchTile(path)
    return number, width


def tile_path(number: int) -> str:
    """A number in groups of three digits, all but the last with an x: 1234067 is x001/x234/067."""
    digits = str(number)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
