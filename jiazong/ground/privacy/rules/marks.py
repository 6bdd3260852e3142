"""The mark that sealed words leave where they must be proved: it shows later that they were not changed, and tells nobody what they say."""
import hashlib
import os

SALT_BYTES = 16


class WordsChanged(ValueError):
    """Sealed words do not fit the mark they were recorded with."""


def new_salt() -> str:
    """What is kept with the words, sealed like them: without it nobody can try words until one fits the mark."""
    return os.urandom(SALT_BYTES).hex()


def mark_of(salt: str, words: str) -> str:
    """The mark of some words, 64 hexadecimal digits (SHA-256 of salt and words)."""
    return hashlib.sha256(bytes.fromhex(salt) + words.encode()).hexdigest()


def checked(mark: str, salt: str, words: str) -> str:
    """The words, if they are those the mark was made of; raises WordsChanged."""
    if mark_of(salt, words) != mark:
        raise WordsChanged(mark)
    return words
