"""Files and rows of the books are sealed; accepted rows are kept as one piece, refused and changed ones as rows."""
import json
import zlib

from django.db import migrations, models

import jiazong.ground.privacy.fields
from jiazong.ground.access.context import acting_as_system
from jiazong.ground.privacy import sealing, streams

BOOK, ROW = "books_book", "books_bookrow"
OPEN = ("read", "posting")
OF_BOOK = "contract.centre.agency_id"
LINE = (
    "worker_id", "method_id", "day", "direct_minutes", "indirect_minutes", "person_times", "start_minute", "field",
    "title", "note", "flags", "sheet", "row",
)  # fmt: skip


def seal(apps, schema_editor):
    """Seal what is there; accepted rows of books that wait to be posted become one piece."""
    Book = apps.get_model("books", "Book")
    for number, agency, state in list(Book.objects.values_list("pk", "contract__centre__agency_id", "state")):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT content FROM books_book WHERE id = %s", [number])
            content = bytes(cursor.fetchone()[0])
            lines = _lines(apps, number) if state in OPEN else b""
            with acting_as_system("migrate"):  # the keys show themselves to nobody who does not say what for
                content = streams.seal(agency, BOOK, "content", number, content)
                lines = streams.seal(agency, BOOK, "lines", number, lines) if lines else b""
            cursor.execute("UPDATE books_book SET content = %s, lines = %s WHERE id = %s", [content, lines, number])
        _seal_rows(schema_editor, number, agency)


def _lines(apps, number):
    rows = apps.get_model("books", "BookRow").objects.filter(book_id=number, verdict__in=["new", "changed", "same"])
    listed = [[*line[:2], line[2].toordinal(), *line[3:]] for line in rows.order_by("sheet_no", "row").values_list(*LINE)]
    return zlib.compress(json.dumps(listed, ensure_ascii=False).encode())


def _seal_rows(schema_editor, number, agency):
    sealers = {name: sealing.sealer(agency, ROW, name) for name in ("found", "also", "cells")}
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT id, found, also::text, cells::text FROM books_bookrow WHERE book_id = %s AND verdict = 'refused'", [number])
        for row, *told in cursor.fetchall():
            with acting_as_system("migrate"):
                sealed = [sealers[name].seal(row, text) for name, text in zip(sealers, told, strict=True)]
            cursor.execute("UPDATE books_bookrow SET found_sealed = %s, also_sealed = %s, cells_sealed = %s WHERE id = %s", [*sealed, row])
        cursor.execute("DELETE FROM books_bookrow WHERE book_id = %s AND verdict NOT IN ('refused', 'changed')", [number])


def sealed(kind, path, **more):
    return getattr(jiazong.ground.privacy.fields, kind)(agency=path, **more)


class Migration(migrations.Migration):
    dependencies = [("books", "0001_start"), ("privacy", "0001_keys")]
    operations = [
        migrations.AddField("book", "lines", sealed("SealedBytesField", OF_BOOK, blank=True, default=b""), preserve_default=False),
        migrations.AddField("bookrow", "found_sealed", models.BinaryField(default=b"")),
        migrations.AddField("bookrow", "also_sealed", models.BinaryField(null=True)),
        migrations.AddField("bookrow", "cells_sealed", models.BinaryField(null=True)),
        migrations.RunPython(seal),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveField("bookrow", "note"),
        migrations.RemoveField("bookrow", "found"),
        migrations.RemoveField("bookrow", "also"),
        migrations.RemoveField("bookrow", "cells"),
        migrations.RenameField("bookrow", "found_sealed", "found"),
        migrations.RenameField("bookrow", "also_sealed", "also"),
        migrations.RenameField("bookrow", "cells_sealed", "cells"),
        migrations.AlterField("bookrow", "found", sealed("SealedTextField", f"book.{OF_BOOK}", blank=True)),
        migrations.AlterField("bookrow", "also", sealed("SealedJSONField", f"book.{OF_BOOK}", null=True)),
        migrations.AlterField("bookrow", "cells", sealed("SealedJSONField", f"book.{OF_BOOK}", null=True)),
        migrations.AlterField("book", "content", sealed("SealedBytesField", OF_BOOK)),
    ]
