"""The monthly draw of the files supervisors read; only the system sees it, what came out are grants."""
from django.db import migrations, models
from django.db.models.functions import Now

from jiazong.ground.access.protection import protect


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_names_and_looks")]
    operations = [
        migrations.CreateModel(
            name="SampleMonth",
            fields=[
                ("month", models.DateField(primary_key=True, serialize=False)),
                ("secret", models.BinaryField(max_length=32)),
                ("announced_at", models.DateTimeField(db_default=Now(), editable=False)),
                ("root", models.BinaryField(max_length=32, null=True)),
                ("drawn_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["-month"]},
        ),
        protect("cases_samplemonth"),
    ]
