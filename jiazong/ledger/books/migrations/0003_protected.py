"""Books and their rows stand behind the second layer."""
from django.db import migrations

from jiazong.ground.access.protection import protect, within

FUNCTION = """
CREATE FUNCTION app.books(VARIADIC words text[]) RETURNS SETOF uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER ROWS 60 SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN QUERY SELECT book.id FROM public.books_book book WHERE book.contract_id IN (SELECT app.contracts(VARIADIC words));
END $$;
COMMENT ON FUNCTION app.books(text[]) IS 'Books of the contracts in which the acting account may do one of these words today.';
"""
WRITES = ("books.import", "books.confirm")
BOOK_READS, BOOK_WRITES = within("contract_id", "contracts", "books.read", *WRITES), within("contract_id", "contracts", *WRITES)
ROW_READS, ROW_WRITES = within("book_id", "books", "books.read", *WRITES), within("book_id", "books", *WRITES)


class Migration(migrations.Migration):
    dependencies = [("books", "0002_sealed"), ("contracts", "0004_protected")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION app.books(text[])"),
        protect("books_book", select=BOOK_READS, insert=within("contract_id", "contracts", "books.import"), update=BOOK_WRITES, seen_by_functions=True),
        protect("books_bookrow", select=ROW_READS, insert=ROW_WRITES, update=ROW_WRITES, delete=ROW_WRITES),
    ]
