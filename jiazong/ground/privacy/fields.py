"""Columns that are sealed when a row is saved and opened when they are read; never in clear in SQL or in logs."""
import json
from collections.abc import Iterable
from typing import Any

from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from jiazong.ground.privacy import sealing, streams, troubles


class Sealed:
    """A value as it lies in the database, opened at most once."""

    __slots__ = ("raw", "opened")

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.opened: Any = None

    def __repr__(self) -> str:
        return "<sealed>"


class SealedAttribute(DeferredAttribute):
    """Opens what was read from the database at the moment it is looked at."""

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        value = super().__get__(instance, owner)
        if not isinstance(value, Sealed):
            return value
        if value.opened is None:
            value.opened = self.field.open(instance, value.raw)
        return value.opened

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.Field):
    """Text sealed with the key of the row's agency; `agency` is the path to its code ("centre.agency_id"), '' for none.

    The attribute is text. Equality is asked through a BlindIndexField; every other look-up is refused.
    """

    descriptor_class = SealedAttribute
    empty: Any = ""

    def __init__(self, *args: Any, agency: str = "", **kwargs: Any) -> None:
        self.agency = agency
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"agency": self.agency}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list:
        found = super().check(**kwargs)
        pk = self.model._meta.pk
        if not issubclass(self.model, SealedRow) and not pk.has_default():
            hint = "derive it from privacy.fields.SealedRow, or give it a UUID key with a default"
            found.append(checks.Error("a row with a sealed column must know its id before it is written", hint, self))
        return found

    def pack(self, value: Any) -> bytes:
        """The value as bytes."""
        if not isinstance(value, str):
            raise TypeError(f"{self.model._meta.label}.{self.name} takes text")
        return value.encode()

    def unpack(self, data: bytes) -> Any:
        """The value again."""
        return data.decode()

    def seal(self, sealer: sealing.Sealer, row_id: Any, value: Any) -> bytes:
        """A value sealed for a row."""
        return b"" if value == self.empty else sealer.seal_bytes(row_id, self.pack(value))

    def unseal(self, row_id: Any, raw: bytes, agency: str | None) -> Any:
        """The value of a row again."""
        if not raw:
            return self.empty
        return self.unpack(sealing.open_bytes(self.model._meta.db_table, self.column, row_id, raw, agency=agency))

    def open(self, instance: models.Model, raw: bytes) -> Any:
        """What this row's sealed value says; raises the errors of `troubles`."""
        return self.unseal(instance.pk, raw, self._known_agency(instance))

    def sealer(self, agency: str) -> sealing.Sealer:
        """A sealer for this column, for writes that do not go row by row through the model."""
        return sealing.Sealer(agency, self.model._meta.db_table, self.column)

    def agency_of(self, instance: models.Model) -> str:
        """The code of the agency a row belongs to."""
        found: Any = instance
        for step in filter(None, self.agency.split(".")):
            found = getattr(found, step)
        return found if self.agency else ""

    def _known_agency(self, instance: models.Model) -> str | None:
        """The agency's code as far as it can be told without asking the database."""
        found: Any = instance
        for step in filter(None, self.agency.split(".")):
            if found is None or step not in found.__dict__ and step not in found._state.fields_cache:
                return None
            found = getattr(found, step)
        return found if self.agency else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        value = model_instance.__dict__.get(self.attname)
        if value is None:
            return None
        if isinstance(value, Sealed):
            return value.raw
        if model_instance.pk is None:
            raise troubles.RowHasNoId(self.model._meta.label)
        return self.seal(self.sealer(self.agency_of(model_instance)), model_instance.pk, value)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if isinstance(value, Sealed):
            value = value.raw
        if not isinstance(value, bytes):
            raise troubles.SealedInClear(f"{self.model._meta.label}.{self.name}")
        return connection.Database.Binary(value)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.model._meta.label}.{self.name} is sealed: look it up through its blind index")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.model._meta.label}.{self.name} is sealed: nothing inside it can be asked")

    def value_to_string(self, obj: models.Model) -> str:
        """Sealed, also where a fixture is written."""
        value = self.pre_save(obj, False)
        return "" if value is None else value.hex()

    def get_default(self) -> Any:
        if not self.has_default():
            return None if self.null else self.empty
        return self.default() if callable(self.default) else self.default


class SealedJSONField(SealedTextField):
    """A list or an object of JSON, sealed as one."""

    empty = None

    def pack(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def unpack(self, data: bytes) -> Any:
        return json.loads(data)


class SealedBytesField(SealedTextField):
    """A file, sealed in chunks of 64 KB of which none can be left out, swapped or taken from another file."""

    empty = b""

    def seal(self, sealer: sealing.Sealer, row_id: Any, value: Any) -> bytes:
        meta = self.model._meta
        return streams.seal(sealer.agency, meta.db_table, self.column, row_id, bytes(value)) if value else b""

    def unseal(self, row_id: Any, raw: bytes, agency: str | None) -> bytes:
        return streams.open_whole(self.model._meta.db_table, self.column, row_id, raw, agency=agency) if raw else b""


class BlindIndexField(models.BinaryField):
    """Beside a sealed column: 16 bytes that are equal for equal values of one agency; the only way to ask for equality."""

    def __init__(self, *args: Any, of: str, kind: str, **kwargs: Any) -> None:
        self.of, self.kind = of, kind
        kwargs.update(null=True, editable=False)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("null", None)
        return name, path, args, kwargs | {"of": self.of, "kind": self.kind}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        value = model_instance.__dict__.get(self.of)
        if isinstance(value, Sealed):
            return model_instance.__dict__.get(self.attname)
        field = model_instance._meta.get_field(self.of)
        made = self.index(field.agency_of(model_instance), value) if value else None
        setattr(model_instance, self.attname, made)
        return made

    def index(self, agency: str, text: str) -> bytes | None:
        """The index of a value."""
        return sealing.blind_index(agency, self.model._meta.db_table, self.column, self.kind, text)

    def indexes(self, agency: str, text: str) -> list[bytes]:
        """The index of a value under every key a row may still carry, for `filter(..._index__in=…)`."""
        return sealing.blind_indexes(agency, self.model._meta.db_table, self.column, self.kind, text)


class SealedRow(models.Model):
    """A row with sealed columns: it takes its number before it is written, and its indexes follow their columns."""

    class Meta:
        abstract = True

    def save(self, *, force_insert: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if self._state.adding and self.pk is None and self._has_to_be_sealed():
            self.pk, force_insert = sealing.reserve_ids(type(self), 1)[0], True
        if update_fields is not None:
            named = set(update_fields)
            update_fields = named | {one.name for one in self._meta.fields if isinstance(one, BlindIndexField) and one.of in named}
        super().save(force_insert=force_insert, update_fields=update_fields, **kwargs)

    def _has_to_be_sealed(self) -> bool:
        columns = [one for one in self._meta.fields if isinstance(one, SealedTextField)]
        return any(self.__dict__.get(one.attname) not in (None, one.empty) for one in columns)
