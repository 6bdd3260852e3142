"""What was written beside a line, for whoever may read it."""
import re

from django.db import connection

from jiazong.ground.privacy.rules import marks
from jiazong.ledger.hours.models import Note, Posting

MARK = re.compile("[0-9a-f]{64}")
GONE = """
SELECT count(*) FROM hours_posting line
WHERE line.note_mark ~ '^[0-9a-f]{64}$' AND NOT EXISTS (SELECT FROM hours_note WHERE posting_id = line.id)
"""


def note_of(posting: Posting) -> str:
    """The words beside a line, empty where nothing was written; raises WordsChanged where they are gone or others."""
    if not MARK.fullmatch(posting.note_mark):
        # Lines recorded before notes were sealed carry the words themselves, and their leaf was made of them.
        return posting.note_mark
    kept = Note.objects.select_related("posting__contract").filter(posting_id=posting.pk).first()
    if kept is None:
        raise marks.WordsChanged(posting.pk)
    return marks.checked(posting.note_mark, *kept.words)


def notes_gone() -> int:
    """How many lines carry the mark of a note that is not there any more."""
    with connection.cursor() as cursor:
        cursor.execute(GONE)
        return cursor.fetchone()[0]
