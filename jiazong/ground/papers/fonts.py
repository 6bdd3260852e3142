"""Which Chinese typefaces this machine has for a paper; none is shipped, each is found by its name."""
import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst

from jiazong.ground.papers.document import PaperError

FONT_FOLDER_SETTING = "JIAZONG_FONTS"

# Best first: what GB/T 9704-2012 asks for, then the free faces that come closest.
SONG = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "SimSun", "NSimSun", "STSong", "Songti SC")
ANY_CHINESE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
               "Microsoft YaHei", "PingFang SC", "AR PL UMing CN", "Droid Sans Fallback")
# Forms of casework: 宋体 as offices have it, else 仿宋, else the free face nearest to it.
FORM_SONG = ("SimSun", "宋体", "NSimSun", "STSong", "Songti SC")
FANGSONG = ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋", "FZFangSong-Z02S")
HEI = ("SimHei", "黑体", "STHeiti", "FZHei-B01S")
HEI_FREE = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "Microsoft YaHei")
KAI = ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "STKaiti", "华文楷体", "AR PL UKai CN")
XIAOBIAOSONG = ("FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "小标宋体")
LATIN = ("Times New Roman", "Liberation Serif", "Nimbus Roman")


class NoChineseFont(PaperError):
    """No typeface with Chinese characters was found, and a page of empty boxes is not printed."""

    msgid = (
        "This server has no Chinese typeface, so the paper cannot be printed; "
        "install the package fonts-noto-cjk, or put typefaces into the folder named by JIAZONG_FONTS."
    )


@dataclass(frozen=True, slots=True)
class Face:
    """The typefaces of one role, best first, and whether the stand-in needs bold to tell it from the body."""

    names: tuple[str, ...]
    bold: bool


@dataclass(frozen=True, slots=True)
class PaperFonts:
    """The typefaces found for the roles of a paper."""

    body: Face
    heading: Face
    subheading: Face
    title: Face
    form: Face
    collection: typst.Fonts


def find_fonts(folder: str | Path | None = None, *, system: bool = True) -> PaperFonts:
    """The typefaces for a paper: first the given folder (or JIAZONG_FONTS), then what the system and fontconfig know.

    Raises NoChineseFont where none of them can write Chinese.
    """
    chosen = folder or os.environ.get(FONT_FOLDER_SETTING) or None
    return _search(str(chosen) if chosen else None, system)


@lru_cache(maxsize=8)
def _search(folder: str | None, system: bool) -> PaperFonts:
    collection = typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=[folder] if folder else [])
    return choose_faces(collection)


def choose_faces(collection: typst.Fonts) -> PaperFonts:
    """Give each role of a paper the typefaces of this collection that suit it, best first."""
    # One family may be listed under several names; typst matches them without regard to case.
    known = {name.casefold() for name in collection.families()}

    def present(*names: str) -> tuple[str, ...]:
        return tuple(name for name in names if name.casefold() in known)

    body = present(*FANGSONG, *SONG, *ANY_CHINESE)
    if not body:
        raise NoChineseFont()
    latin = present(*LATIN)

    def face(best: tuple[str, ...], stand_in: tuple[str, ...]) -> Face:
        return Face((*latin, *present(*best), *present(*stand_in), *body), bold=not present(*best))

    return PaperFonts(
        body=Face((*latin, *body), bold=False),
        heading=face(HEI, HEI_FREE),
        subheading=face(KAI, ()),
        title=face(XIAOBIAOSONG, SONG),
        form=Face((*latin, *present(*FORM_SONG), *body), bold=False),
        collection=collection,
    )
