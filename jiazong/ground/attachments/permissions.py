"""Whom an attachment opens to: whoever holds a grant on its record, of level 2, of a restricted one 4."""
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.queries import live, purposes_of
from jiazong.ground.accounts.models import Account
from jiazong.ground.attachments import rules
from jiazong.ground.attachments.models import File


def files_open_to(account: Account, word: str, *, writes: bool = False) -> QuerySet[File]:
    """The attachments a person may read (or write) under a word; the twin of the policies."""

    def held(level: int) -> Exists:
        return Exists(Grant.objects.filter(
            live(), account=account, level__gte=level, purpose__in=purposes_of(word),
            subject_type=OuterRef("subject_type"), subject_id=Cast(OuterRef("subject_id"), CharField()),
        ))  # fmt: skip

    plain, restricted = (rules.needed_level(writes=writes, is_restricted=one) for one in (False, True))
    seen = Q(is_restricted=False) & Q(held(plain)) | Q(is_restricted=True) & Q(held(restricted))
    return File.objects.filter(seen, removed_at__isnull=True)
