"""What keeps a step of a tender from being done; a screen says each in one sentence (wording.why_not)."""


class NotNow(ValueError):
    """A step that this tender does not allow now; `code` is the word by which a screen explains it."""

    def __init__(self, code: str, **params: object) -> None:
        self.code, self.params = code, params
        super().__init__(code)
