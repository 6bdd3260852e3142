"""The monthly draw of the files supervisors read: what was fixed before the month's end, and laid open after the draw."""
from django.db import models
from django.db.models.functions import Now


class SampleMonth(models.Model):
    """One month's draw: a secret whose hash is published while the month still runs, and the root it was joined with.

    The draw itself is reckoned by `people.supervision.rules.draws`; which files came out stands in the grants it gave.
    """

    month = models.DateField(primary_key=True)
    secret = models.BinaryField(max_length=32)
    announced_at = models.DateTimeField(db_default=Now(), editable=False)
    root = models.BinaryField(max_length=32, null=True)
    drawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
