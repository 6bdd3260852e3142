"""Tables of consent: what may be asked for, the texts, who agreed, and what holds."""
from jiazong.people.consent.models.giving import Consent, Given
from jiazong.people.consent.models.texts import Purpose, Text

__all__ = ["Consent", "Given", "Purpose", "Text"]
