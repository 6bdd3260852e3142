"""Boxes of a form with the right type and keyboard for what is typed into them."""
from django import forms


class DayInput(forms.DateInput):
    """A day, chosen or typed; its value is always written 2026-11-24."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MonthInput(forms.DateInput):
    """A month, written 2026-11."""

    input_type = "month"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%Y-%m")


class ClockInput(forms.TimeInput):
    """A time of day, written 09:30."""

    input_type = "time"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class PhoneInput(forms.TextInput):
    """A telephone number with the number keys; not type=tel, which some keyboards turn into a dialler."""

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "tel", **(attrs or {})})


class NumberInput(forms.TextInput):
    """A number as text with the number keys: a wheel or an arrow key must not change it unseen."""

    def __init__(self, attrs: dict | None = None, *, decimals: bool = False) -> None:
        super().__init__({"inputmode": "decimal" if decimals else "numeric", "autocomplete": "off", **(attrs or {})})


class CodeInput(forms.TextInput):
    """A code by SMS or from an authenticator: pasted whole, offered by the phone, kept in no draft."""

    def __init__(self, attrs: dict | None = None) -> None:
        own = {"inputmode": "numeric", "autocomplete": "one-time-code", "data-no-draft": True}
        super().__init__({**own, **(attrs or {})})
