"""What is written beside a line lies sealed in a row of its own; the line keeps a mark of it. Older lines keep their words."""
import django.db.models.deletion
from django.db import migrations, models

from jiazong.ground.access.protection import protect
from jiazong.ground.privacy.fields import SealedJSONField

READ = """posting_id IN (SELECT line.id FROM hours_posting line WHERE line.id = posting_id
  AND (line.contract_id IN (SELECT app.contracts('postings.note')) OR line.worker_id IN (SELECT app.own_workers('postings.note'))))"""
WRITE = "EXISTS (SELECT FROM hours_posting line WHERE line.id = posting_id)"


class Migration(migrations.Migration):
    dependencies = [("hours", "0006_contract_and_method")]
    operations = [
        migrations.RenameField("posting", "note", "note_mark"),
        migrations.CreateModel(
            name="Note",
            fields=[
                ("posting", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="sealed_note", serialize=False, to="hours.posting")),
                ("words", SealedJSONField(agency="posting.contract.agency_id")),
            ],
            options={"abstract": False},
        ),
        protect("hours_note", select=READ, insert=WRITE),
    ]
