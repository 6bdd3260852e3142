"""Sealed words that are proved: the row and its leaf in the evidence log carry a mark of them, never the words."""
from typing import Any

from django.core import checks
from django.db import models

from jiazong.ground.privacy import sealing
from jiazong.ground.privacy.fields import Sealed, SealedTextField
from jiazong.ground.privacy.rules import marks


class Words(str):
    """Words with the salt of their mark; what was sealed before there were marks has none."""

    salt: str = ""

    @classmethod
    def marked(cls, text: str, salt: str = "") -> "Words":
        """The text with this salt, or with a new one."""
        made = cls(text)
        made.salt = salt or marks.new_salt()
        return made

    @property
    def mark(self) -> str:
        """The mark these words leave; empty for no words."""
        return marks.mark_of(self.salt, self) if self and self.salt else ""


class MarkedTextField(SealedTextField):
    """Sealed text beside which `<name>_mark` says what it was; new words get a new mark when the row is saved.

    `leaf` begins the subject of the leaves that keep the mark ("plan" for "plan:<id>"), under the column's name. Save both
    columns together: `update_fields=[…, "opinion", "opinion_mark"]`.
    """

    # No text of ours begins with NUL (PostgreSQL and the forms refuse it): what does, begins with its salt.
    _HEAD = b"\0"

    def __init__(self, *args: Any, leaf: str = "", **kwargs: Any) -> None:
        self.leaf = leaf
        super().__init__(*args, **kwargs)

    @property
    def mark_name(self) -> str:
        """The column the mark stands in."""
        return f"{self.name}_mark"

    def check(self, **kwargs: Any) -> list:
        found = super().check(**kwargs)
        if self.mark_name not in {one.name for one in self.model._meta.fields}:
            found.append(checks.Error(f"{self.model._meta.label}.{self.name} has no column for its mark", f"add {self.mark_name}", self))
        return found

    def pack(self, value: Any) -> bytes:
        salt = value.salt if isinstance(value, Words) else ""
        return (self._HEAD + bytes.fromhex(salt) if salt else b"") + super().pack(value)

    def unpack(self, data: bytes) -> Words:
        if data[:1] != self._HEAD:
            return Words(data.decode())
        at = 1 + marks.SALT_BYTES
        return Words.marked(data[at:].decode(), data[1:at].hex())

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        value = model_instance.__dict__.get(self.attname)
        if not isinstance(value, Sealed) and value is not None:
            value = value if isinstance(value, Words) and value.salt else Words.marked(value)
            setattr(model_instance, self.attname, value)
            setattr(model_instance, self.mark_name, value.mark)
        return super().pre_save(model_instance, add)

    def sealed_with_mark(self, sealer: sealing.Sealer, row_id: Any, text: str) -> tuple[bytes, str]:
        """Words as they lie in the database and their mark, for writes that do not go through the model."""
        words = Words.marked(text)
        return self.seal(sealer, row_id, words), words.mark


def mark_column() -> models.CharField:
    """The column of a mark: 64 hexadecimal digits, empty where nothing was written."""
    return models.CharField(max_length=64, blank=True, default="", editable=False)
