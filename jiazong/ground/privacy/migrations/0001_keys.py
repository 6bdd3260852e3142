from django.db import migrations, models
from django.db.models.functions import Now

# Answers the key that seals for an agency now and holds it (shared) until the transaction ends. Asked again once it is
# held: a rotation may have put another key in its place between the look and the lock.
HOLD = """
CREATE FUNCTION privacy_hold_key(of_agency text, of_purpose text) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  seen integer;
  again integer;
BEGIN
  LOOP
    SELECT id INTO seen FROM privacy_key WHERE agency = of_agency AND purpose = of_purpose AND state = 'active';
    IF seen IS NULL THEN
      RETURN NULL;
    END IF;
    PERFORM pg_advisory_xact_lock_shared(7147, seen);
    SELECT id INTO again FROM privacy_key WHERE agency = of_agency AND purpose = of_purpose AND state = 'active';
    IF again = seen THEN
      RETURN seen;
    END IF;
  END LOOP;
END $$
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Key",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("agency", models.CharField(blank=True, max_length=64)),
                ("purpose", models.CharField(choices=[("data", "data"), ("index", "index")], max_length=5)),
                ("suite", models.CharField(max_length=8)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("active", "active"),
                            ("retiring", "retiring"),
                            ("retired", "retired"),
                            ("destroyed", "destroyed"),
                        ],
                        default="active",
                        max_length=9,
                    ),
                ),
                ("master", models.CharField(max_length=16)),
                ("wrapped", models.BinaryField(null=True)),
                ("created_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("retired_at", models.DateTimeField(null=True)),
                ("destroyed_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="key",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")), fields=("agency", "purpose"), name="privacy_one_active_key"
            ),
        ),
        migrations.AddConstraint(
            model_name="key",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "destroyed"), ("wrapped__isnull", True)),
                    models.Q(models.Q(("state", "destroyed"), _negated=True), ("wrapped__isnull", False)),
                    _connector="OR",
                ),
                name="privacy_destroyed_is_gone",
            ),
        ),
        migrations.RunSQL(HOLD, "DROP FUNCTION privacy_hold_key(text, text)"),
    ]
