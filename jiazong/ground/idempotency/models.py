from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Key(models.Model):
    """One write that took place, and its answer for whoever sends the same again.

    The key itself is not kept, only its digest; mark and answer are keyed with it, so the table says nothing to who reads it.
    """

    key = models.BinaryField(max_length=32)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    route = models.CharField(max_length=120)
    request_hash = models.BinaryField(max_length=32)
    status = models.SmallIntegerField()
    answer = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "account"], name="idempotency_key_once", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.status}"
