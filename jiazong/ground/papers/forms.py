"""What is typed about papers: a check code, a template to keep."""
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jiazong.ground.papers import rules
from jiazong.ground.papers.checking import MOST_BYTES


class CodeForm(forms.Form):
    """A check code as it stands at the foot of a paper."""

    code = forms.CharField(
        label=_("Check code"), max_length=40, help_text=_("Eight letters and figures at the foot of the paper, as 7F3A-92C1."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the check code at the foot of the paper.")},
    )  # fmt: skip

    def clean_code(self) -> str:
        """The code without its dash; a mistyped letter is told from a paper that is not genuine."""
        try:
            return rules.read_code(self.cleaned_data["code"])
        except rules.NotACode as fault:
            raise forms.ValidationError(
                _("This is no check code: a letter is wrong or missing. Compare it with the paper and type it again.")
            ) from fault


class TemplateForm(forms.Form):
    """A Word template of one's own."""

    file = forms.FileField(
        label=_("Word template"), help_text=_("A .docx file without macros; its fields are checked before it is kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={"required": _("Choose the Word template first."), "empty": _("The file is empty; choose another one.")},
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        """Refuse a file above the limit before anything of it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The template is larger than %(limit)s MB; take pictures out of it and choose it again."),
                params={"limit": MOST_BYTES // 1024 // 1024},
            )
        return file
