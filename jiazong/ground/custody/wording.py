"""What the emergencies are called in which a file may be opened."""
from django.utils.translation import gettext_lazy as _

# The emergencies `breaking.CODES` knows, in words.
CODES = {
    "life": _("Danger to life"), "minor": _("A minor is in danger"), "violence": _("Violence at home"),
    "report": _("Duty to report"), "other": _("Another emergency"),
}  # fmt: skip
