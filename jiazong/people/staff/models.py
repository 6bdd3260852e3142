import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Now

from jiazong.ground.dated import DatedFigure
from jiazong.ground.privacy.fields import BlindIndexField, SealedRow, SealedTextField
from jiazong.ground.privacy.rules import normal
from jiazong.people.places.models import Centre
from jiazong.people.staff import rules


class DaysHeld(Func):
    """The days a row holds as a PostgreSQL range; both ends belong to it."""

    function = "daterange"
    output_field = models.Field()

    def __init__(self) -> None:
        super().__init__(F("first_day"), F("last_day"), Value("[]"))


class PostKind(models.Model):
    """A kind of post (domain A0, A3): whether its hours count as professional is dated, sourced data."""

    code = models.CharField(max_length=40, primary_key=True)
    name = models.CharField(max_length=40)
    is_professional = models.BooleanField()
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Worker(SealedRow):
    """A person who works at a centre; the account is there when the person signs in. Phone and ID number lie sealed."""

    centre = models.ForeignKey(Centre, on_delete=models.PROTECT, related_name="workers")
    name = models.CharField(max_length=80)
    sort_key = models.CharField(max_length=160, blank=True)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="workers"
    )
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    phone = SealedTextField(agency="centre.agency_id", null=True, blank=True)
    phone_index = BlindIndexField(of="phone", kind=normal.PHONE)
    id_number = SealedTextField(agency="centre.agency_id", null=True, blank=True)
    id_number_index = BlindIndexField(of="id_number", kind=normal.ID_NUMBER)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["centre", "sort_key", "id"], name="staff_by_centre"),
            models.Index(fields=["phone_index"], name="staff_by_phone"),
            models.Index(fields=["id_number_index"], name="staff_by_id_number"),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """The post a worker holds from one day to another (both included; no last day means still)."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="posts")
    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            ExclusionConstraint(
                name="staff_one_post_a_day",
                expressions=[("worker", RangeOperators.EQUAL), (DaysHeld(), RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind_id} {self.first_day}"


class Certificate(models.Model):
    """A professional certificate (助理社会工作师, 社会工作师, 高级社会工作师 or another)."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="certificates")
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class CertificateKind(models.Model):
    """A kind of certificate as data: what it is for (the profession, a post, a skill, supervision), with its source."""

    name = models.CharField(max_length=40, primary_key=True)
    use = models.CharField(max_length=12)
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class EducationRule(models.Model):
    """How many minutes of continuing education one registration with a certificate asks for, from a day on (domain B7)."""

    certificate = models.ForeignKey(CertificateKind, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    minutes = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["certificate", "first_day"], name="staff_education_rule_once")]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.minutes}"


class Limit(DatedFigure):
    """How long, how many or whether, from a day on: a dated setting with its source, never a literal."""


class Registration(models.Model):
    """A worker is registered with a certificate of the profession from one day to another; renewing makes a new row."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="registrations")
    certificate = models.ForeignKey(CertificateKind, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=60, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()

    class Meta:
        ordering = ["-first_day"]
        constraints = [
            ExclusionConstraint(
                name="staff_one_registration_a_day",
                expressions=[("worker", RangeOperators.EQUAL), (DaysHeld(), RangeOperators.OVERLAPS)],
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate_id} {self.first_day}"


class Course(models.Model):
    """Something a worker learned: a course with its minutes, a degree, or the training before the post."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="courses")
    kind = models.CharField(max_length=12, default=rules.COURSE)
    day = models.DateField()
    title = models.CharField(max_length=120)
    organiser = models.CharField(max_length=80, blank=True)
    minutes = models.PositiveIntegerField()
    number = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["worker", "-day"], name="staff_course_of_worker")]
        constraints = [
            models.UniqueConstraint(fields=["worker", "day", "title"], name="staff_course_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["course", "degree", "pre_post"]), name="staff_course_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class Skill(models.Model):
    """A language or a specialty by which a case finds its worker; a list of data, with its source."""

    LANGUAGE, SPECIALTY = "language", "specialty"

    code = models.CharField(max_length=40, primary_key=True)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class WorkerSkill(models.Model):
    """A worker has a skill."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["skill__order"]
        constraints = [models.UniqueConstraint(fields=["worker", "skill"], name="staff_skill_once")]

    def __str__(self) -> str:
        return self.skill_id


class AbsenceKind(models.Model):
    """A kind of leave; a list of data."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class HalvesAway(Func):
    """The half days of an absence as a PostgreSQL range; both ends belong to it."""

    template = (
        "int4range((%(first_day)s - DATE '2000-01-01') * 2 + %(first_half)s, (%(last_day)s - DATE '2000-01-01') * 2 + %(last_half)s, '[]')"
    )
    output_field = models.Field()

    def __init__(self) -> None:
        super().__init__(F("first_day"), F("first_half"), F("last_day"), F("last_half"))

    def as_sql(self, compiler, connection, **more):
        names = ("first_day", "first_half", "last_day", "last_half")
        parts = [compiler.compile(source) for source in self.get_source_expressions()]
        return self.template % dict(zip(names, (sql for sql, _params in parts), strict=True)), []


class Absence(models.Model):
    """A worker is away from one half day to another (0 the morning, 1 the afternoon; both included), until it is taken back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="absences")
    kind = models.ForeignKey(AbsenceKind, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField()
    first_half = models.PositiveSmallIntegerField(default=rules.MORNING)
    last_day = models.DateField()
    last_half = models.PositiveSmallIntegerField(default=rules.AFTERNOON)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(db_default=Now(), editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-first_day", "-id"]
        indexes = [models.Index(fields=["worker", "-last_day"], name="staff_absence_of_worker")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_half__in=[0, 1], last_half__in=[0, 1])
                & (models.Q(last_day__gt=F("first_day")) | models.Q(last_day=F("first_day"), last_half__gte=F("first_half"))),
                name="staff_absence_in_order",
            ),
            ExclusionConstraint(
                name="staff_away_once",
                expressions=[("worker", RangeOperators.EQUAL), (HalvesAway(), RangeOperators.OVERLAPS)],
                condition=models.Q(withdrawn_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def span(self) -> rules.Away:
        return rules.Away(self.first_day, self.first_half, self.last_day, self.last_half)
