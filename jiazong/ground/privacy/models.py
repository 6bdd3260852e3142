"""Keys as they lie in the database: wrapped by the master key, which does not."""
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Key(models.Model):
    """A key of one agency (no agency: data that belongs to none), wrapped; its number stands in what it sealed.

    `active` seals and opens. `retiring` only opens, while its rows are sealed anew. `retired` opens what an old copy
    may still bring. `destroyed` has no key any more. `master` is the fingerprint of the master key that wraps it.
    """

    DATA, INDEX = "data", "index"
    ACTIVE, RETIRING, RETIRED, DESTROYED = "active", "retiring", "retired", "destroyed"

    id = models.AutoField(primary_key=True)
    agency = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=5, choices=[(DATA, DATA), (INDEX, INDEX)])
    suite = models.CharField(max_length=8)
    state = models.CharField(max_length=9, choices=[(s, s) for s in (ACTIVE, RETIRING, RETIRED, DESTROYED)], default=ACTIVE)
    master = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    retired_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "purpose"], condition=Q(state="active"), name="privacy_one_active_key"),
            models.CheckConstraint(
                condition=Q(state="destroyed", wrapped__isnull=True) | ~Q(state="destroyed") & Q(wrapped__isnull=False),
                name="privacy_destroyed_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.agency} {self.purpose} {self.state}"
