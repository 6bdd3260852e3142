"""Kinds of certificate and leave, skills, hours of continuing education, terms of registration: settings with their source."""
import csv
from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).resolve().parent.parent / "data"


def lines(name):
    with (FOLDER / name).open(encoding="utf-8", newline="") as source:
        yield from csv.DictReader(source)


def load(apps, schema_editor):
    for model, name in (("CertificateKind", "certificate-kinds"), ("Skill", "skills"), ("AbsenceKind", "absence-kinds")):
        kind = apps.get_model("staff", model)
        kind.objects.bulk_create(kind(order=order, **line) for order, line in enumerate(lines(f"{name}.csv"), start=1))
    education, limit = apps.get_model("staff", "EducationRule"), apps.get_model("staff", "Limit")
    education.objects.bulk_create(
        education(certificate_id=line.pop("certificate"), **line) for line in lines("education-rules.csv")
    )
    limit.objects.bulk_create(limit(**line) for line in lines("limits.csv"))


class Migration(migrations.Migration):
    dependencies = [("staff", "0007_qualifications_and_leave")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
