"""Finding the contract's method and the staff list's worker behind what a cell says."""
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from jiazong.ground.sheets.values import (
    Cell,
    fold_method,
    fold_name,
    fold_text,
    shown,
    without_numbering,
    without_remarks,
)
from jiazong.ledger.books.rules.book import BookContext, Key
from jiazong.ledger.books.rules.vocabulary import WORDS, method_families

_SUFFIXES = ("服务", "工作", "活动", "类", "记录", "类服务", "服务类", "台账", "登记", "项目")
_BETWEEN_NAMES = re.compile(r"[、,，/／;；&＆+＋\\|\n]|和|与|及|\s+")
_MOST_REMEMBERED = 20_000


class Named(NamedTuple):
    """Who or what a cell names: the key, or why there is none (missing, several, unknown)."""

    key: Key | None
    why: str = ""


class Methods:
    """The contract's methods under every name they go by."""

    def __init__(self, methods: Mapping[Key, Sequence[str]]) -> None:
        self.by_name: dict[str, Key] = {}
        for key, names in methods.items():
            if names:
                self.by_name[fold_method(names[0])] = key
        for key, names in methods.items():
            for name in names[1:]:
                self.by_name.setdefault(fold_method(name), key)
        own = dict(self.by_name)
        for family, members in method_families().items():
            keys = {own[member] for member in members if member in own}
            key = own.get(family) if len(keys) > 1 else next(iter(keys), None)
            if key is not None:
                for member in members:
                    self.by_name.setdefault(member, key)
        self.seen: dict[Cell, Named] = {}

    def find(self, cell: Cell) -> Named:
        """The method a cell names."""
        found = self.seen.get(cell)
        if found is None:
            if len(self.seen) > _MOST_REMEMBERED:
                self.seen.clear()
            found = self.seen[cell] = self._find(cell)
        return found

    def _find(self, cell: Cell) -> Named:
        text = shown(cell)
        if not text.strip():
            return Named(None, "missing")
        for form in (text, without_numbering(text), fold_text(text).replace(" ", "")):
            key = self._by_form(fold_method(form) if form is not text else fold_method(text))
            if key is not None:
                return Named(key)
        if (key := self._by_head(fold_method(text))) is not None:
            return Named(key)
        parts = [self._by_form(fold_method(part)) for part in re.split(r"[/、,，+＋;；&]", text) if part.strip()]
        return Named(None, "several" if len(parts) > 1 and None not in parts else "unknown")

    def _by_head(self, folded: str) -> Key | None:
        """个案-接案 is a 个案; 探访-电话 may be something else and is left alone."""
        head, joint, tail = re.sub(r"[-–—:：·]", "-", folded, count=1).partition("-")
        if not joint or not tail or "电" in tail or self._by_form(tail) is not None:
            return None
        return self._by_form(head)

    def _by_form(self, folded: str) -> Key | None:
        if folded in self.by_name:
            return self.by_name[folded]
        for suffix in _SUFFIXES:
            if folded.endswith(suffix) and folded[: -len(suffix)] in self.by_name:
                return self.by_name[folded[: -len(suffix)]]
            if folded + suffix in self.by_name and len(folded) > 1:
                return self.by_name[folded + suffix]
        return None

    def named_in(self, text: str) -> Key | None:
        """The one method a sheet's name or title speaks of; None when it names none or several."""
        folded = fold_text(text).replace(" ", "")
        exact = self.find(text)
        if exact.key is not None:
            return exact.key
        places: list[tuple[int, int, Key]] = []
        for name in sorted(self.by_name, key=len, reverse=True):
            at = folded.find(name) if len(name) > 1 and name not in WORDS["weak_method"] else -1
            if at >= 0 and not any(start <= at < end for start, end, _ in places):
                places.append((at, at + len(name), self.by_name[name]))
        keys = {key for _, _, key in places}
        return keys.pop() if len(keys) == 1 else None


class Workers:
    """The contract's staff list."""

    def __init__(self, workers: Mapping[str, Key]) -> None:
        self.by_name = {fold_name(name): key for name, key in workers.items()}
        for name, key in workers.items():
            self.by_name.setdefault(fold_name(without_remarks(name)), key)
        self.seen: dict[Cell, Named] = {}

    def find(self, cell: Cell) -> Named:
        """The worker a cell names; several when two or more of the list stand in it."""
        found = self.seen.get(cell)
        if found is None:
            if len(self.seen) > _MOST_REMEMBERED:
                self.seen.clear()
            found = self.seen[cell] = self._find(shown(cell))
        return found

    def _find(self, text: str) -> Named:
        if not text.strip():
            return Named(None, "missing")
        if (key := self._one(text)) is not None:
            return Named(key)
        parts = [part for part in _BETWEEN_NAMES.split(fold_text(text)) if part]
        on_list = [self._one(part) for part in parts]
        if sum(key is not None for key in on_list) > 1:
            return Named(None, "several")
        joints = [part for part in re.split(r"[、,/;&+|]|和|与|及", fold_text(text)) if part.strip()]
        return Named(None, "several" if len(joints) > 1 and any(key is not None for key in on_list) else "unknown")

    def _one(self, text: str) -> Key | None:
        for form in (fold_name(text), fold_name(without_remarks(text)), fold_name(without_numbering(text)).strip(":*.")):
            if form in self.by_name:
                return self.by_name[form]
            for word in WORDS["courtesy"]:
                bare = form.removesuffix(word) if form.endswith(word) else form.removeprefix(word).lstrip(":")
                if bare != form and bare in self.by_name:
                    return self.by_name[bare]
        return None

    def named_in(self, text: str) -> Key | None:
        """The one worker a sheet's name speaks of; None when it names none or several."""
        if (key := self.find(text).key) is not None:
            return key
        folded = fold_name(text)
        names = [name for name in self.by_name if len(name) > 1 and name in folded]
        longest = [name for name in names if not any(name != other and name in other for other in names)]
        return self.by_name[longest[0]] if len(longest) == 1 else None


class Lists(NamedTuple):
    """Both lists of a contract, made once for a book."""

    methods: Methods
    workers: Workers

    @classmethod
    def of(cls, context: BookContext) -> "Lists":
        return cls(Methods(context.methods), Workers(context.workers))
