from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_figures")]
    operations = [
        migrations.AddField("itemevent", "reference", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.RemoveConstraint("itemevent", "catalogue_event_once"),
        migrations.AddConstraint(
            "itemevent", models.UniqueConstraint(fields=("item", "kind", "day", "reference"), name="catalogue_event_once")
        ),
    ]
