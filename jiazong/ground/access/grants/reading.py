"""Every look into a restricted file leaves its line, in the transaction of the look; so many looks that they are no work stop.

Source of the budget: trust.md §2.4 T7. Whoever works on a file reads it as often as the work asks, and an emergency waits for
no budget; everybody else may read so many pages an hour and a day (`access_limit`).
"""
from jiazong.ground.access.grants import queries, rules
from jiazong.ground.access.grants.models import Grant, Read
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account

HEADER, TEXT = rules.HEAD, rules.TEXT


class TooManyReads(rules.NotGranted):
    """Somebody has read more pages of others' files than the hour or the day allows; says which, and how many that is."""

    def __init__(self, span: str, most: int, refused: Read) -> None:
        super().__init__(f"{span} {most}")
        self.span, self.most, self._refused = span, most, refused

    def note(self) -> None:
        """Write down that the look was refused: the privacy officer sees it."""
        self._refused.save(force_insert=True)


def note_read(subject: Subject, *, by: Account, word: str, grant: Grant | None, what: str = TEXT) -> Read:
    """Write who read what of a file, by which grant and under which word; a file that cannot be logged is not shown.

    Raises TooManyReads.
    """
    purpose = grant.purpose if grant else word
    look = Read(**subject.columns, account=by, about=subject.about, what=what, purpose=purpose, grant=grant)
    if grant and rules.is_counted(what, purpose):
        spent = queries.reads_spent(by)
        if over := rules.over_budget(spent):
            look.what, look.grant = rules.REFUSED, None  # nothing was read by it
            raise TooManyReads(over, spent[over].most, look)
    look.save(force_insert=True)
    return look
