"""A field for files to keep with a record; each is looked through when the form is checked."""
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiazong.ground.attachments import actions
from jiazong.ground.attachments.actions import Cleaned
from jiazong.ground.attachments.rules import FileRefused

MOST_AT_ONCE = 10
# HEIC is not named: a phone that knows it sends a JPG then.
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,image/jpeg,image/png,image/webp,application/pdf"


class FilesInput(forms.ClearableFileInput):
    """Several files in one choice."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files to keep: its value is a list of `Cleaned`; whatever cannot be kept is said by name."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Files"))
        kwargs.setdefault("help_text", _("Photos, PDF, Word or Excel. Place and time inside photos are taken out before they are kept."))
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", FilesInput(attrs={"accept": ACCEPT, "multiple": True}))
        super().__init__(**kwargs)

    def clean(self, data: Sequence[UploadedFile] | UploadedFile | None, initial: Any = None) -> list[Cleaned]:
        """Every file made anew; raises one sentence a file that cannot be kept."""
        uploads = [one for one in (data if isinstance(data, (list, tuple)) else [data]) if one]
        if not uploads:
            super().clean(None, initial)
            return []
        if len(uploads) > MOST_AT_ONCE:
            raise ValidationError(_("Choose at most %(limit)s files at once."), params={"limit": MOST_AT_ONCE})
        kept, faults = [], []
        for upload in uploads:
            try:
                kept.append(actions.clean(upload))
            except FileRefused as refusal:
                faults.append(ValidationError(gettext(refusal.msgid) % refusal.params, code=type(refusal).__name__))
        if faults:
            raise ValidationError(faults)
        return kept
