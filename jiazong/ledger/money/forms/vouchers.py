"""A voucher, a reversal, a bank statement, a line put aside, as they are typed."""
import hashlib
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jiazong.commission.contracts.models import Contract
from jiazong.ground.ui.days import PastDayField
from jiazong.ledger.money.forms.fields import YuanField
from jiazong.ledger.money.models import Heading, Voucher
from jiazong.ledger.money.rules import booking

MEGABYTE = 1024 * 1024
WHAT = (
    (booking.SPENT, _("Spent for the project")), (booking.OTHER, _("Other income, such as interest")),
    (booking.STREET_TASK, _("Spent for a task the street added")), (booking.STREET_MONEY, _("Money the street paid for its own tasks")),
)  # fmt: skip


class VoucherForm(forms.Form):
    """A voucher: what it is, from which line, how much, when, in which words, with which receipt."""

    what = forms.ChoiceField(label=_("What it is"), choices=WHAT, widget=forms.RadioSelect, initial=booking.SPENT)
    line = forms.ModelChoiceField(
        label=_("Budget line"), queryset=Heading.objects.none(), required=False, empty_label=_("Choose"),
        help_text=_("Only for what was spent."),
    )  # fmt: skip
    amount = YuanField(label=_("Amount"))
    day = PastDayField(label=_("Day"))
    words = forms.CharField(
        label=_("What for"), max_length=120, help_text=_("Without names of residents."),
        error_messages={"required": _("Write what the money was for.")},
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("Invoice or receipt"), max_length=120, required=False, help_text=_("The number of the invoice, or why there is none."),
    )  # fmt: skip
    file = forms.FileField(
        label=_("Scan of the receipt"), required=False,
        help_text=_("Only its fingerprint (SHA-256) is kept, so that the scan can be checked later; the file stays with you."),
    )  # fmt: skip

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = Heading.objects.filter(contract=contract, kind__in=(booking.EXPENSE, booking.STREET_COST))
        self.fields["line"].queryset = lines.order_by("-order")

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("what") == booking.SPENT and not told.get("line"):
            self.add_error("line", _("Choose the budget line it was spent from."))
        if told.get("what") in (booking.SPENT, booking.STREET_TASK) and not (told.get("evidence") or told.get("file")):
            self.add_error("evidence", _("Write the number of the invoice, or why there is none."))
        return told

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and file.size > settings.JIAZONG_UPLOAD_LIMIT:
            raise forms.ValidationError(_("The file is too large; scan it smaller."))
        return file

    def evidence_said(self) -> tuple[str, str]:
        """The receipt in words and the fingerprint of its scan."""
        file = self.cleaned_data["file"]
        digest = hashlib.sha256()
        for chunk in file.chunks() if file else ():
            digest.update(chunk)
        return self.cleaned_data["evidence"] or (file.name[:120] if file else ""), digest.hexdigest() if file else ""


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(label=_("Why the voucher is taken back"), max_length=200, error_messages={"required": _("Write why it is taken back.")})


class StatementForm(forms.Form):
    """A bank statement that is handed in."""

    file = forms.FileField(
        label=_("Bank statement"), help_text=_("An .xlsx, .xls or .csv file as the bank gives it. A line handed in twice counts once."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.csv,.tsv,.txt"}),
        error_messages={"required": _("Choose the file of the bank statement."), "empty": _("The file is empty; choose another one.")},
    )  # fmt: skip

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.JIAZONG_UPLOAD_LIMIT:
            raise forms.ValidationError(
                _("The file is larger than %(limit)s MB; split it by month and import the parts one after another."),
                params={"limit": settings.JIAZONG_UPLOAD_LIMIT // MEGABYTE},
            )
        return file


class LineForm(forms.Form):
    """What becomes of a bank line: the number of its voucher, or why it needs none."""

    number = forms.IntegerField(label=_("Number of the voucher"), required=False, min_value=1)
    reason = forms.CharField(label=_("Or why it needs none"), max_length=120, required=False)

    def __init__(self, *args: Any, contract: Contract, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contract, self.voucher = contract, None

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if bool(told.get("number")) == bool(told.get("reason")):
            raise forms.ValidationError(_("Write either the number of the voucher or why none is needed."))
        if told.get("number"):
            self.voucher = Voucher.objects.filter(contract=self.contract, number=told["number"]).first()
            if self.voucher is None:
                self.add_error("number", _("There is no voucher of this number; look it up in the list."))
        return told
