from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiazong.commission.contracts.models import Contract

MEGABYTE = 1024 * 1024


class ContractChoice(forms.ModelChoiceField):
    def label_from_instance(self, contract: Contract) -> str:
        """Centre and year, as people speak of a contract."""
        return gettext("%(centre)s, year from %(first_day)s (%(code)s)") % {
            "centre": contract.centre.name, "first_day": contract.first_day, "code": contract.pk,
        }  # fmt: skip


class UploadForm(forms.Form):
    """The ledger to import and the contract it belongs to."""

    contract = ContractChoice(queryset=Contract.objects.none(), label=_("Contract"), empty_label=None)
    file = forms.FileField(
        label=_("The service ledger"),
        help_text=_("An .xlsx, .xls or .csv file, as it is; nothing is posted before you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.tsv,.txt"}),
        error_messages={"required": _("Choose the file of the service ledger first."), "empty": _("The file is empty; choose another one.")},
    )

    def __init__(self, *args: object, contracts: QuerySet[Contract], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contract"].queryset = contracts

    def clean_file(self) -> UploadedFile:
        """Refuse a file above the limit before anything of it is read."""
        file = self.cleaned_data["file"]
        limit = settings.JIAZONG_UPLOAD_LIMIT
        if file.size > limit:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB; split it by month and import the parts one after another."),
                params={"limit": limit // MEGABYTE},
            )
        return file
