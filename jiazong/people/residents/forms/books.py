"""The book of people to import."""
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from jiazong.people.places.models import Centre

MEGABYTE = 1024 * 1024


class BookForm(forms.Form):
    """Which centre, which file."""

    centre = forms.ModelChoiceField(queryset=Centre.objects.none(), label=_("Centre"), empty_label=None)
    file = forms.FileField(
        label=_("The book of people"),
        help_text=_("An .xlsx, .xls or .csv file, as it is; nothing is written before you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.tsv,.txt"}),
        error_messages={"required": _("Choose the file of the book first."), "empty": _("The file is empty; choose another one.")},
    )

    def __init__(self, *args: object, centres: QuerySet[Centre], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["centre"].label_from_instance = lambda centre: centre.name

    def clean_file(self) -> UploadedFile:
        """Refuse a file above the limit before anything of it is read."""
        file = self.cleaned_data["file"]
        if file.size > settings.JIAZONG_UPLOAD_LIMIT:
            limit = {"limit": settings.JIAZONG_UPLOAD_LIMIT // MEGABYTE}
            raise forms.ValidationError(_("The file is larger than %(limit)s MB; split it and import the parts one after another."), params=limit)
        return file
