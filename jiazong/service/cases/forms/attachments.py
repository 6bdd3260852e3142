"""Files to keep with a case."""
from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.attachments.forms import FilesField


class FilesForm(forms.Form):
    """One or several files; each is looked through before it is kept."""

    files = FilesField(required=True, error_messages={"required": _("Choose the files to keep first.")})
