from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class RoleAsk(models.Model):
    """Somebody asks that a person be given a role somewhere, or that one be taken; another administrator decides.

    Scopes are codes, as in a membership. For a role to be taken, `membership` is its number.
    """

    GIVE, TAKE = "give", "take"
    GRANTED, REFUSED = "granted", "refused"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_asks")
    deed = models.CharField(max_length=4, choices=[(GIVE, GIVE), (TAKE, TAKE)])
    role = models.CharField(max_length=40)
    scope_kind = models.CharField(max_length=12)
    scope_code = models.CharField(max_length=64)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    membership = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="admission_ask_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("account")), name="admission_ask_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | Q(decision__in=["granted", "refused"], decided_by__isnull=False, decided_at__isnull=False),
                name="admission_ask_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(deed="give", first_day__isnull=False, membership__isnull=True)
                | Q(deed="take", membership__isnull=False),
                name="admission_ask_deed_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(decision=""), name="admission_ask_open"),
            models.Index(fields=["account", "-id"], name="admission_ask_of_account"),
        ]

    def __str__(self) -> str:
        return f"{self.deed} {self.role}@{self.scope_kind}:{self.scope_code}"
