import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

# One statement would see the table as it was before it waited; inside a function each statement looks anew.
HOLD = """
CREATE FUNCTION idempotency_hold(wanted bytea, owner uuid)
RETURNS TABLE (request_hash bytea, status smallint, answer bytea) LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(wanted, 'hex') || coalesce(owner::text, ''), 7146));
  RETURN QUERY SELECT one.request_hash, one.status, one.answer FROM idempotency_key one
    WHERE one.key = wanted AND one.account_id IS NOT DISTINCT FROM owner;
END $$;
"""
LET_GO = "DROP FUNCTION idempotency_hold(bytea, uuid)"


class Migration(migrations.Migration):
    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.BinaryField(max_length=32)),
                ("route", models.CharField(max_length=120)),
                ("request_hash", models.BinaryField(max_length=32)),
                ("status", models.SmallIntegerField()),
                ("answer", models.BinaryField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), db_index=True, editable=False)),
                ("account", models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("key", "account"), name="idempotency_key_once", nulls_distinct=False)],
            },
        ),
        migrations.RunSQL(HOLD, LET_GO),
    ]
