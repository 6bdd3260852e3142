"""The mark a note leaves on its line: it proves later that the words were not changed, and tells nobody what they say."""
import hashlib
import os

SALT_BYTES = 16


class NoteChanged(ValueError):
    """The sealed words of a line do not fit the mark it was recorded with."""


def new_salt() -> str:
    """What is kept with the words, sealed like them: without it nobody can try words until one fits the mark."""
    return os.urandom(SALT_BYTES).hex()


def mark_of(salt: str, words: str) -> str:
    """The mark of a note, 64 hexadecimal digits (SHA-256 of salt and words)."""
    return hashlib.sha256(bytes.fromhex(salt) + words.encode()).hexdigest()


def checked(mark: str, salt: str, words: str) -> str:
    """The words, if they are those the mark was made of; raises NoteChanged."""
    if mark_of(salt, words) != mark:
        raise NoteChanged(mark)
    return words
