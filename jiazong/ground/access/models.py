from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from jiazong.ground.access.grants.models import Ask, BreakGlass, Grant, Limit, Notice, Purpose, Read


class Membership(models.Model):
    """A role somebody holds in a centre, an agency or a region, from one day to another (both included).

    Scopes are codes, not foreign keys: access lies below places. A region's code reaches everything beneath it by prefix.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=12)
    scope_code = models.CharField(max_length=64)
    first_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "scope_kind", "scope_code", "first_day"], name="access_membership_once"
            ),
            models.CheckConstraint(
                condition=models.Q(scope_kind__in=["centre", "agency", "region", "everywhere"]),
                name="access_membership_scope_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="access_membership_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.scope_kind}:{self.scope_code}"


__all__ = ["Ask", "BreakGlass", "Grant", "Limit", "Membership", "Notice", "Purpose", "Read"]


class Rule(models.Model):
    """One cell of permissions.csv as the database reads it; filled by `settling`, never by hand."""

    word = models.CharField(max_length=60)
    role = models.CharField(max_length=40)
    reach = models.CharField(max_length=10)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "role"], name="access_rule_once")]
        indexes = [models.Index(fields=["role", "word"], name="access_rule_by_role")]

    def __str__(self) -> str:
        return f"{self.word} × {self.role}: {self.reach}"
