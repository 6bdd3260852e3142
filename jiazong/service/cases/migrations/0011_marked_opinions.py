"""The opinion on a plan and a closing leaves a mark on its row, and the evidence log keeps the mark, not the words."""
from django.db import migrations

from jiazong.ground.privacy.marked import MarkedTextField, mark_column


class Migration(migrations.Migration):
    dependencies = [("cases", "0010_after_the_end")]
    operations = [
        operation
        for model in ("plan", "closing")
        for operation in (
            migrations.AlterField(model, "opinion", MarkedTextField(agency="case.sealed_for", blank=True)),
            migrations.AddField(model, "opinion_mark", mark_column()),
        )
    ]
