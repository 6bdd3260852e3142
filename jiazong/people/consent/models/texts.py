"""What people are asked to agree to: purposes as dated data, texts in versions that are never edited once used."""
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Purpose(models.Model):
    """What personal data is used for; `is_separate` ones are agreed to by themselves (单独同意)."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=60)
    words = models.CharField(max_length=300)
    is_separate = models.BooleanField()
    order = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Text(models.Model):
    """A text of consent in one version; `agency` is the code of the agency it belongs to, empty for the product's own."""

    agency = models.CharField(max_length=64, blank=True)
    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    words = models.TextField()
    purposes = ArrayField(models.CharField(max_length=20))
    first_day = models.DateField()
    source = models.CharField(max_length=200)
    written_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["agency", "code", "-version"]
        constraints = [models.UniqueConstraint(fields=["agency", "code", "version"], name="consent_text_once")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"
