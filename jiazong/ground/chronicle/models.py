from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One deed: the verb, the subject, the person, the time by the database clock."""

    at = models.DateTimeField(db_default=Now(), editable=False)
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "-id"], name="chronicle_by_subject"),
            models.Index(fields=["actor", "-id"], name="chronicle_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_type}:{self.subject_id}"
