"""Who has looked, how often, and what may still be shown."""
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.ground.custody.models import Look

SHOWN_FOR = timedelta(minutes=5)
BUDGETS = {
    Look.UNCOVERED: ("JIAZONG_UNMASK_PER_DAY", timedelta(days=1)),
    Look.LOOKED_UP: ("JIAZONG_LOOKUPS_PER_HOUR", timedelta(hours=1)),
}


def looks_left(account: Account, kind: str) -> int:
    """How often a person may still uncover a value in these 24 hours, or look a number up in this hour."""
    setting, span = BUDGETS[kind]
    used = Look.objects.filter(account=account, kind=kind, at__gt=Now() - span).count()
    return max(getattr(settings, setting) - used, 0)


def uncovered(account: Account, subject: models.Model, look: str) -> frozenset[str]:
    """The columns of a subject this person uncovered with this very look, while it is still shown."""
    try:
        asked = UUID(look)
    except ValueError:
        return frozenset()
    found = looks_at(subject).filter(pk=asked, account=account, at__gt=timezone.now() - SHOWN_FOR)
    return frozenset(found.values_list("column", flat=True))


def looks_at(subject: models.Model) -> QuerySet[Look]:
    """Every look at covered values of a subject, newest first."""
    found = Look.objects.filter(kind=Look.UNCOVERED, subject_type=subject._meta.label_lower, subject_id=str(subject.pk))
    return found.select_related("account").order_by("-at")
