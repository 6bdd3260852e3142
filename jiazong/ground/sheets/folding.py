"""One spelling for what people write in many: full width, Traditional, inner spaces, invisible characters."""
import re
import unicodedata
from functools import lru_cache

import opencc

_TO_SIMPLIFIED = opencc.OpenCC("t2s")
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x2061, 0x2062, 0x2063, 0xFEFF, *range(0x202A, 0x202F), *range(0xFE00, 0xFE10)]
)
_FRACTIONS = {ord("½"): ".5", ord("¼"): ".25", ord("¾"): ".75"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣－ー⁃"), "-")
_DOTS = dict.fromkeys(map(ord, "•・‧∙⋅．"), "·")
_SPACE = re.compile(r"\s+")
_REMARK = re.compile(r"[(\[{<【〔《][^()\[\]{}<>【】〔〕《》]*[)\]}>】〕》]")
_NUMBERING = re.compile(r"^(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、:]\s*|[①-⑳❶-❿])")
_EDGES = " \t:：*＊★☆※?？、,，.。;；|_-#~'\""


@lru_cache(maxsize=50_000)
def fold_text(text: str) -> str:
    """Text in one width, Simplified, without invisible characters, with single inner spaces, lower case."""
    text = text.translate(_INVISIBLE).translate(_FRACTIONS)
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    if not text.isascii():
        text = _TO_SIMPLIFIED.convert(text)
    return _SPACE.sub(" ", text).strip().lower()


@lru_cache(maxsize=50_000)
def fold_dashes(text: str) -> str:
    """Folded text in which every kind of dash is one hyphen."""
    return fold_text(text.translate(_DASHES)).translate(_DASHES)


@lru_cache(maxsize=20_000)
def fold_name(text: str) -> str:
    """A person's name without any inner space: 陳 國秀 and 陈国秀 are one person."""
    # Taking a space out may bring a letter and its accent together: they are one sign then.
    return unicodedata.normalize("NFKC", fold_text(text.translate(_DOTS)).replace(" ", ""))


@lru_cache(maxsize=20_000)
def without_remarks(text: str) -> str:
    """Folded text without what stands in brackets; the brackets' content alone when nothing stands outside."""
    folded = fold_text(text)
    outside = _SPACE.sub(" ", _REMARK.sub(" ", folded)).strip()
    return outside or folded


@lru_cache(maxsize=20_000)
def remarks(text: str) -> tuple[str, ...]:
    """What stands in brackets in a text, folded, without the brackets."""
    return tuple(found[1:-1].strip() for found in _REMARK.findall(fold_text(text)))


@lru_cache(maxsize=20_000)
def fold_heading(text: str) -> str:
    """A heading without spaces, brackets, stars and colons: "直接服务时数 (小时)*" becomes 直接服务时数."""
    return without_remarks(text).strip(_EDGES).replace(" ", "").strip(_EDGES + "()[]{}<>【】〔〕《》")


@lru_cache(maxsize=20_000)
def fold_method(text: str) -> str:
    """A method's name without spaces and brackets; numbering in front of it is kept, see `without_numbering`."""
    return without_remarks(text).replace(" ", "").strip("*★:、,。;")


@lru_cache(maxsize=20_000)
def without_numbering(text: str) -> str:
    """Text without a leading "1.", "（二）", "③"."""
    return _NUMBERING.sub("", text.strip()).strip()
