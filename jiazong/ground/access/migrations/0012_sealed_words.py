"""What people write beside a request and an emergency is sealed; the row and its leaf carry a mark of it.

What was written before is sealed here; leaves of before hold what they were made of and stay as they are.
"""
from django.db import connection, migrations, models

from jiazong.ground.access.context import acting_as_system
from jiazong.ground.privacy import sealing
from jiazong.ground.privacy.marked import MarkedTextField, Words, mark_column

# Table → sealed column and where its words stood before. What a draw says is a code and stays in clear.
WRITTEN = {
    "access_ask": {"words": "reason_before", "remark": "remark_before"},
    "access_breakglass": {"words": "words_before", "remark": "remark_before"},
}
# A table with checks that wait for the end of the transaction is not altered.
NOTHING_PENDING = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
CODES = "UPDATE access_ask SET reason = left(reason_before, 200), reason_before = '' WHERE source = 'supervisor_sample'"
# A request and an emergency may be decided once; what is sealed may be sealed anew with another key, by the system alone.
STAYS = """
CREATE TRIGGER {short}_stays BEFORE UPDATE ON {table} FOR EACH ROW
  WHEN (current_user <> 'jiazong_system' OR
    to_jsonb(NEW) - '{{words,remark}}'::text[] IS DISTINCT FROM to_jsonb(OLD) - '{{words,remark}}'::text[])
  EXECUTE FUNCTION access_only_these('{columns}', '{closes}');
CREATE TRIGGER {short}_remains BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION access_only_these('', '{closes}');
"""
STAYED = """
CREATE TRIGGER {short}_stays BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION access_only_these('{columns}', '{closes}');
"""
FREE = "DROP TRIGGER IF EXISTS {short}_stays ON {table}; DROP TRIGGER IF EXISTS {short}_remains ON {table};"
RULES = [
    {"short": "access_ask", "table": "access_ask", "columns": "decided_at,decided_by_id,is_granted,remark,remark_mark,grant_id", "closes": "decided_at"},
    {"short": "access_glass", "table": "access_breakglass", "columns": "reviewed_at,reviewed_by_id,verdict,remark,remark_mark", "closes": "reviewed_at"},
]


def all_of(pattern):
    """One statement for both tables."""
    return "".join(pattern.format(**rule) for rule in RULES)


def seal(apps, schema_editor):
    with acting_as_system("keys.rotate"), connection.cursor() as cursor:
        cursor.execute(CODES)
        for table, columns in WRITTEN.items():
            for column, before in columns.items():
                cursor.execute(f"SELECT id, {before} FROM {table} WHERE {before} <> ''")
                for row_id, text in cursor.fetchall():
                    words = Words.marked(text)
                    raw = sealing.Sealer("", table, column).seal_bytes(row_id, MarkedTextField().pack(words))
                    cursor.execute(f"UPDATE {table} SET {column} = %s, {column}_mark = %s WHERE id = %s", [raw, words.mark, row_id])
        cursor.execute(NOTHING_PENDING)


def unseal(apps, schema_editor):
    with acting_as_system("keys.rotate"), connection.cursor() as cursor:
        for table, columns in WRITTEN.items():
            for column, before in columns.items():
                cursor.execute(f"SELECT id, {column} FROM {table} WHERE length({column}) > 0")
                for row_id, raw in cursor.fetchall():
                    text = MarkedTextField().unpack(sealing.open_bytes(table, column, row_id, bytes(raw), agency=""))
                    cursor.execute(f"UPDATE {table} SET {before} = %s WHERE id = %s", [str(text), row_id])
        cursor.execute("UPDATE access_ask SET reason_before = reason WHERE reason <> ''")
        cursor.execute(NOTHING_PENDING)


def sealed(model, column):
    """The operations that put a sealed column with its mark where one in clear was; the old one is still there after them."""
    return [
        migrations.AddField(model, column, MarkedTextField(blank=True)),
        migrations.AddField(model, f"{column}_mark", mark_column()),
    ]


class Migration(migrations.Migration):
    dependencies = [("access", "0011_my_roles"), ("privacy", "0001_keys")]
    operations = [
        migrations.RunSQL(all_of(FREE), all_of(STAYED).replace("remark_mark,", "").replace(",remark_mark", "")),
        migrations.RenameField("ask", "reason", "reason_before"),
        migrations.RenameField("ask", "remark", "remark_before"),
        migrations.RenameField("breakglass", "words", "words_before"),
        migrations.RenameField("breakglass", "remark", "remark_before"),
        migrations.AlterField("ask", "reason_before", models.CharField(max_length=1000, blank=True, default="")),
        migrations.AlterField("ask", "remark_before", models.CharField(max_length=500, blank=True, default="")),
        migrations.AlterField("breakglass", "words_before", models.CharField(max_length=1000, blank=True, default="")),
        migrations.AlterField("breakglass", "remark_before", models.CharField(max_length=1000, blank=True, default="")),
        migrations.AddField("ask", "reason", models.CharField(max_length=200, blank=True, default=""), preserve_default=False),
        *sealed("ask", "words"), *sealed("ask", "remark"), *sealed("breakglass", "words"), *sealed("breakglass", "remark"),
        migrations.RunPython(seal, unseal),
        migrations.RemoveField("ask", "reason_before"),
        migrations.RemoveField("ask", "remark_before"),
        migrations.RemoveField("breakglass", "words_before"),
        migrations.RemoveField("breakglass", "remark_before"),
        migrations.RunSQL(all_of(STAYS), all_of(FREE)),
    ]  # fmt: skip
