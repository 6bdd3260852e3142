"""Every look into a restricted file leaves its line, in the transaction of the look."""
from jiazong.ground.access.grants.models import Grant, Read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account

HEADER, TEXT = "header", "text"


def note_read(subject: Subject, *, by: Account, word: str, grant: Grant | None, what: str = TEXT) -> Read:
    """Write who read what of a file, by which grant and under which word; a file that cannot be logged is not shown."""
    return Read.objects.create(
        **subject.columns, account=by, about=subject.about, what=what, purpose=grant.purpose if grant else word, grant=grant
    )
