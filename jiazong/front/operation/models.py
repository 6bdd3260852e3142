"""Notes on how the product is doing; written by the system, read by the status page."""
from django.db import models
from django.db.models.functions import Now


class Backup(models.Model):
    """A backup that was made, or why one was not (the name of the error alone)."""

    file = models.CharField(max_length=200, blank=True)
    folder = models.CharField(max_length=400)
    is_good = models.BooleanField()
    error = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    size_bytes = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    evidence_size = models.BigIntegerField(null=True)
    evidence_root = models.CharField(max_length=64, blank=True)
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file


class Trial(models.Model):
    """A backup that was restored into a scratch database and looked through."""

    file = models.CharField(max_length=200, blank=True)
    is_good = models.BooleanField()
    error = models.CharField(max_length=100, blank=True)
    seconds = models.FloatField(default=0)
    faults = models.JSONField(default=list)
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file


class Failure(models.Model):
    """A job that did not succeed, by the name of its error; messages may hold what somebody wrote, so none is kept."""

    job = models.BigIntegerField()
    task = models.CharField(max_length=128)
    error = models.CharField(max_length=100)
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [models.Index(fields=["job", "-id"], name="operation_failure_of_job")]

    def __str__(self) -> str:
        return f"{self.job} {self.error}"


class Pulse(models.Model):
    """What a machine with a worker last told of itself: disks, clock, sessions."""

    machine = models.CharField(primary_key=True, max_length=200)
    facts = models.JSONField()
    noted_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.machine


class Trouble(models.Model):
    """How often pages of one name were slow or failed in one hour."""

    FAILED, SLOW = "failed", "slow"

    hour = models.DateTimeField()
    route = models.CharField(max_length=100)
    kind = models.CharField(max_length=6, choices=[(FAILED, FAILED), (SLOW, SLOW)])
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hour", "route", "kind"], name="operation_trouble_once_an_hour")]

    def __str__(self) -> str:
        return f"{self.hour} {self.route} {self.kind}"
