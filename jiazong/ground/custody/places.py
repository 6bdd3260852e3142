"""Where sealed values lie: every sealed column of every table, and how to walk it batch by batch."""
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models

from jiazong.ground.privacy import sealing
from jiazong.ground.privacy.fields import BlindIndexField, SealedBytesField, SealedTextField
from jiazong.ground.privacy.rules import envelope

BATCH, FILES_A_BATCH = 1_000, 5
# The number of the key, as it stands in the head of a sealed value.
KID_OF = f"substring({{column}} FROM {envelope.KID_FROM} FOR {envelope.KID_BYTES})"


@dataclass(frozen=True)
class SealedColumn:
    """One sealed column of one table."""

    model: type[models.Model]
    field: SealedTextField

    def __str__(self) -> str:
        return f"{self.table}.{self.field.column}"

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def batch(self) -> int:
        """How many rows are taken at once: files are large."""
        return FILES_A_BATCH if isinstance(self.field, SealedBytesField) else BATCH

    @property
    def index(self) -> BlindIndexField | None:
        """The blind index of the column, if it has one."""
        found = (one for one in self.model._meta.local_fields if isinstance(one, BlindIndexField) and one.of == self.field.name)
        return next(found, None)

    def count_by_key(self) -> dict[int, int]:
        """How many rows each key has sealed in this column."""
        kid = KID_OF.format(column=_quoted(self.field.column))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {kid}, count(*) FROM {_quoted(self.table)} WHERE length({_quoted(self.field.column)}) > 0 GROUP BY 1"
            )
            return {int.from_bytes(bytes(found), "big"): count for found, count in cursor.fetchall()}

    def rows_of(self, kids: list[int], after: Any) -> list[tuple[Any, bytes]]:
        """The next rows sealed by these keys, locked; rows that somebody is writing just now are left for later."""
        pk, column = _quoted(self.model._meta.pk.column), _quoted(self.field.column)
        beyond = f"AND {pk} > %s" if after is not None else "AND %s::text IS NULL"
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {pk}, {column} FROM {_quoted(self.table)} WHERE {KID_OF.format(column=column)} = ANY(%s) {beyond}"
                f" ORDER BY {pk} LIMIT {self.batch} FOR UPDATE SKIP LOCKED",
                [[kid.to_bytes(envelope.KID_BYTES, "big") for kid in kids], after],
            )
            return [(row_id, bytes(sealed)) for row_id, sealed in cursor.fetchall()]

    def seal_anew(self, rows: list[tuple[Any, bytes]]) -> None:
        """Seal rows with the keys their agencies have now; their indexes follow."""
        sealers: dict[str, sealing.Sealer] = {}
        made, indexes = [], []
        for row_id, sealed in rows:
            agency = sealing.agency_of(sealed)
            value = self.field.unseal(row_id, sealed, agency)
            sealer = sealers.setdefault(agency, self.field.sealer(agency))
            made.append(self.field.seal(sealer, row_id, value))
            indexes.append(self.index.index(agency, value) if self.index else None)
        self._write([row_id for row_id, _ in rows], made, indexes)

    def _write(self, ids: list[Any], made: list[bytes], indexes: list[bytes | None]) -> None:
        pk, meta = self.model._meta.pk, self.model._meta
        with_index = f", {_quoted(self.index.column)} = fresh.found" if self.index else ""
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {_quoted(meta.db_table)} AS old SET {_quoted(self.field.column)} = fresh.sealed{with_index}"
                " FROM unnest(%s::text[], %s::bytea[], %s::bytea[]) AS fresh(id, sealed, found)"
                f" WHERE old.{_quoted(pk.column)} = fresh.id::{pk.rel_db_type(connection)}",
                [[str(row_id) for row_id in ids], made, indexes],
            )


@dataclass(frozen=True)
class SealedSecrets:
    """A JSON column of another library that holds sealed secrets among its values, such as the seeds of codes."""

    model: type[models.Model]
    column: str
    context: str
    batch: int = BATCH

    def __str__(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def count_by_key(self) -> dict[int, int]:
        """How many secrets each key has sealed in this column."""
        found: dict[int, int] = {}
        for held in self.model._default_manager.values_list(self.column, flat=True):
            for kid in self._secrets(held).values():
                found[kid] = found.get(kid, 0) + 1
        return found

    def rows_of(self, kids: list[int], after: Any) -> list[tuple[Any, dict]]:
        """The rows after this one with a secret sealed by these keys, locked."""
        rows = self.model._default_manager.order_by("pk").select_for_update(skip_locked=True)
        if after is not None:
            rows = rows.filter(pk__gt=after)
        found = ((pk, held) for pk, held in rows.values_list("pk", self.column) if set(self._secrets(held).values()) & set(kids))
        return list(islice(found, self.batch))

    def seal_anew(self, rows: list[tuple[Any, dict]]) -> None:
        """Seal the secrets of rows with the key of the installation as it is now."""
        for pk, held in rows:
            fresh = {
                name: sealing.seal_secret(sealing.open_secret(held[name], self.context), self.context)
                for name in self._secrets(held)
            }
            self.model._default_manager.filter(pk=pk).update(**{self.column: held | fresh})

    @staticmethod
    def _secrets(held: Any) -> dict[str, int]:
        """Which values of an object are sealed secrets, and the key of each."""
        found = {name: sealing.kid_of_secret(value) for name, value in held.items()} if isinstance(held, dict) else {}
        return {name: kid for name, kid in found.items() if kid is not None}


def sealed_columns() -> Iterator[SealedColumn | SealedSecrets]:
    """Every sealed column of the product, table by table."""
    for name, column, context in settings.JIAZONG_SEALED_SECRETS:
        yield SealedSecrets(apps.get_model(name), column, context)
    for model in sorted(apps.get_models(), key=lambda one: one._meta.db_table):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, SealedTextField):
                yield SealedColumn(model, field)


def rows_by_key() -> dict[int, int]:
    """How many values each key has sealed, over all columns."""
    found: dict[int, int] = {}
    for column in sealed_columns():
        for kid, count in column.count_by_key().items():
            found[kid] = found.get(kid, 0) + count
    return found


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
