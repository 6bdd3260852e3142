"""Who belongs to whom: kin, guardians, bonds, ties."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.people.residents.drawing import words
from jiazong.people.residents.drawing.facts import PARENTAGES
from jiazong.people.residents.forms.fields import BirthField, NameField, birth_facts, sex_field
from jiazong.people.residents.models import Person, Union

PARENT, CHILD, PARTNER, TWIN = "parent", "child", "partner", "twin"
HOWS = [(PARENT, _("Father or mother")), (CHILD, _("Child")), (PARTNER, _("Husband, wife or partner")), (TWIN, _("Twin"))]
BY = {
    PARENT: tuple(PARENTAGES), CHILD: tuple(PARENTAGES), PARTNER: (Union.MARRIED, Union.COHABITING), TWIN: ("identical", "fraternal"),
}  # fmt: skip


class SomebodyFields(forms.Form):
    """Somebody of the family or of the register, or somebody new."""

    who = forms.ChoiceField(label=_("Which person"), required=False)
    name = NameField(label=_("Or somebody new: name"), required=False)
    sex = sex_field()
    birth = BirthField()

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        self.people = {str(one.pk): one for one in people}
        super().__init__(*args, **kwargs)
        self.fields["who"].choices = [("", _("Somebody new, written down below")), *((key, one.name) for key, one in self.people.items())]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if not told.get("who") and not told.get("name") and "name" not in self.errors:
            self.add_error("who", _("Choose somebody, or write the name of somebody new."))
        return told

    @property
    def somebody(self) -> Person | None:
        """The person chosen; nothing where somebody new is written down."""
        return self.people.get(self.cleaned_data.get("who", ""))

    def person(self) -> dict[str, Any]:
        """Somebody new as the register keeps it."""
        told = self.cleaned_data
        return {"name": told["name"], "sex": told["sex"], **birth_facts(told["birth"])}


class KinForm(SomebodyFields):
    """A line of the genogram from one person."""

    how = forms.ChoiceField(label=_("This person is the"), choices=HOWS, widget=forms.RadioSelect, error_messages={"required": _("Choose what kin.")})
    kind = forms.ChoiceField(label=_("In what way"), required=False)
    since = DayField(label=_("Since"), required=False)
    field_order = ("how", "kind", "who", "name", "sex", "birth", "since")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", _("By birth, or married")), *((code, label) for code, label in words.PARENTAGES.items() if code != "birth"),
            (Union.COHABITING, words.COUPLES[Union.COHABITING]), ("identical", _("Identical twins")),
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        told = super().clean()
        how, kind = told.get("how"), told.get("kind")
        if how and kind and kind not in BY[how]:
            self.add_error("kind", _("This does not go with the kin chosen; choose another way or leave it."))
        return told


class PartingForm(forms.Form):
    """How a couple parted."""

    end = forms.ChoiceField(
        label=_("How they parted"), choices=list(words.ENDS.items()), widget=forms.RadioSelect, error_messages={"required": _("Choose how they parted.")}
    )
    on = PastDayField(label=_("Day of parting"), required=False)


class GuardianForm(SomebodyFields):
    """Who is somebody's guardian."""

    kind = forms.CharField(
        label=_("Why this person"), max_length=40, required=False, help_text=_("父母, 祖父母, 法院指定, 居委会指定 …"), widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip
    since = DayField(label=_("Since"), required=False)
    checked_on = PastDayField(label=_("Papers seen on"), required=False, help_text=_("Leave blank while no paper has been seen."))
    field_order = ("who", "name", "sex", "birth", "kind", "since", "checked_on")


class BondForm(forms.Form):
    """How two stand to each other."""

    other = forms.ChoiceField(label=_("Towards whom"), error_messages={"required": _("Choose the other person.")})
    kind = forms.ChoiceField(
        label=_("How they stand to each other"), choices=list(words.FEELINGS.items()), widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they stand to each other.")},
    )  # fmt: skip
    on = PastDayField(label=_("Since"))

    def __init__(self, *args: Any, people: list[Person], **kwargs: Any) -> None:
        self.people = {str(one.pk): one for one in people}
        super().__init__(*args, **kwargs)
        self.fields["other"].choices = [(key, one.name) for key, one in self.people.items()]


class TieForm(forms.Form):
    """How a household stands to something outside."""

    system = forms.CharField(
        label=_("Person or place outside"), max_length=60, widget=forms.TextInput({"list": "systems", "autocomplete": "off"}),
        error_messages={"required": _("Write who or what it is.")},
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("How strong"), choices=list(words.TIES.items()), widget=forms.RadioSelect, initial="normal")
    direction = forms.ChoiceField(label=_("Which way it flows"), choices=list(words.DIRECTIONS.items()), widget=forms.RadioSelect, initial="both")
    on = PastDayField(label=_("Since"))


SYSTEMS = ["居委会", "社区医院", "学校", "长者饭堂", "亲戚", "邻居", "楼长", "单位", "志愿者", "残联", "妇联", "宗教团体", "朋友", "老伙伴小组"]
