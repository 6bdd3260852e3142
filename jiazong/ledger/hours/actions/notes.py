"""The words beside a line: sealed in a row of their own, with a mark of them on the line and so in its leaf."""
from jiazong.commission.contracts.models import Contract
from jiazong.ground.privacy.rules import marks
from jiazong.ground.privacy.sealing import Sealer
from jiazong.ledger.hours.models import Note, Posting

WORDS = Note._meta.get_field("words")


def pen_of(contract: Contract) -> Sealer:
    """What seals the notes of a contract's lines, for the transaction it was made in; its key is there at once."""
    return WORDS.sealer(contract.agency_id).hold()


def sealed(pen: Sealer, posting: int, salt: str, words: str) -> bytes:
    """The words of a line whose number is known, as they lie in the database."""
    return WORDS.seal(pen, posting, [salt, words])


def marked(words: str) -> tuple[str, str]:
    """A new salt and the mark for the words of a line; both empty where nothing was written."""
    if not words:
        return "", ""
    salt = marks.new_salt()
    return salt, marks.mark_of(salt, words)


def keep(posting: Posting, salt: str, words: str) -> None:
    """Keep the words of a line that has just been written with their mark; nothing where there are none."""
    if words:
        Note.objects.create(posting=posting, words=[salt, words])
