from django.db import models
from django.db.models import QuerySet

from jiazong.ground.chronicle.models import Entry


def entries_about(subject: models.Model, *, limit: int = 50) -> QuerySet[Entry]:
    """What happened to a subject, newest first."""
    found = Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.select_related("actor").order_by("-id")[:limit]
