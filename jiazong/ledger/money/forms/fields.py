"""Money as people type it, in yuan; inside it is fen."""
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.sheets.folding import fold_text
from jiazong.ground.ui.inputs import NumberInput

MOST_FEN = 10**14


class YuanField(forms.CharField):
    """An amount in yuan with at most two decimals, cleaned to fen; `1,234.5` and `１２００元` are read as they are meant."""

    default_error_messages = {"required": _("The amount is missing; type it in yuan.")}

    def __init__(self, *, below_nothing: bool = False, nothing: bool = False, **more: Any) -> None:
        self.below_nothing, self.nothing = below_nothing, nothing
        super().__init__(**{"widget": NumberInput(decimals=True), "max_length": 30} | more)

    def clean(self, value: Any) -> int | None:
        text = fold_text(super().clean(value)).replace(",", "").replace("元", "").replace(" ", "")
        if not text:
            return None
        try:
            fen = Decimal(text) * 100
        except ArithmeticError:
            raise forms.ValidationError(_("This is no amount; write it in yuan, such as 1234.50.")) from None
        if not fen.is_finite() or fen != fen.to_integral_value() or abs(fen) > MOST_FEN:
            raise forms.ValidationError(_("Yuan have at most two decimals; write it such as 1234.50."))
        if (fen < 0 and not self.below_nothing) or (fen == 0 and not self.nothing):
            raise forms.ValidationError(_("The amount must be above nothing."))
        return int(fen)

    def prepare_value(self, value: Any) -> Any:
        return f"{Decimal(value) / 100:f}" if isinstance(value, int) else value
