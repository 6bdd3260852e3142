"""Registering a family, adding to it, putting it right, moving."""
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiazong.ground.ui.days import DayField, PastDayField
from jiazong.people.places.models import Centre
from jiazong.people.residents.forms.fields import (
    BirthField,
    IdentityField,
    NameField,
    TelephoneField,
    birth_facts,
    sex_field,
)
from jiazong.people.residents.models import Person, TagKind

RELATIONS = ["配偶", "儿子", "女儿", "父亲", "母亲", "孙子", "孙女", "外孙", "外孙女", "媳妇", "女婿", "兄弟姐妹", "祖父母", "其他亲属", "非亲属"]


class PersonFields(forms.Form):
    """Who somebody is: the boxes of everybody new."""

    name = NameField()
    sex = sex_field()
    birth = BirthField()
    phone = TelephoneField()

    def person(self) -> dict[str, Any]:
        """The person as the register keeps it."""
        told = self.cleaned_data
        return {"name": told["name"], "sex": told["sex"], **birth_facts(told["birth"])}

    def number(self) -> dict[str, str]:
        """The telephone and whose it is, empty where none was told."""
        phone = self.cleaned_data.get("phone")
        return {"phone": phone.written, "owner": phone.note} if phone else {"phone": "", "owner": ""}


class HomeFields(forms.Form):
    """Where a household lives, as far as the desk needs it."""

    community = forms.CharField(label=_("Community"), max_length=80, required=False)
    block = forms.CharField(label=_("Block"), max_length=40, required=False, help_text=_("Block 3 or Block 3 B"))
    room = forms.CharField(
        label=_("Room number"), max_length=40, required=False, widget=forms.TextInput({"autocomplete": "off", "data-no-draft": True}),
    )  # fmt: skip

    def home(self) -> dict[str, str]:
        """The household as the register keeps it."""
        return {name: self.cleaned_data[name].strip() for name in ("community", "block", "room")}


class RegisterForm(PersonFields, HomeFields):
    """A family by the one who came: six things, one of them asked for."""

    centre = forms.ModelChoiceField(label=_("Centre"), queryset=Centre.objects.none(), error_messages={"required": _("Choose the centre.")})
    tag = forms.ModelChoiceField(label=_("Target group"), queryset=TagKind.objects.none(), required=False, empty_label=_("None of them"))
    field_order = ("centre", "name", "sex", "birth", "phone", "community", "block", "room", "tag")

    def __init__(self, *args: Any, centres: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = centres
        self.fields["centre"].empty_label = _("Choose")
        self.fields["tag"].queryset = kinds
        known = list(centres[:2])
        if len(known) == 1:
            self.fields["centre"].widget = forms.HiddenInput()
            self.fields["centre"].initial = known[0].pk
        for name in ("name", "birth", "phone", "block", "room"):
            self.fields[name].widget.attrs["data-alike"] = True


class MemberForm(PersonFields):
    """Somebody more in a household: new, or somebody of the register who moves in."""

    relation = forms.CharField(
        label=_("Relation to the head"), max_length=40, required=False, widget=forms.TextInput({"list": "relations", "autocomplete": "off"})
    )
    since = DayField(label=_("Lives here since"), required=False, help_text=_("Leave blank if it has always been so."))


class HouseholdForm(HomeFields):
    """Where a household lives, whole."""

    estate = forms.CharField(label=_("Estate"), max_length=120, required=False)
    address = forms.CharField(
        label=_("Whole address"), max_length=200, required=False, widget=forms.TextInput({"autocomplete": "off", "data-no-draft": True}),
        help_text=_("Only where community, block and room do not tell it."),
    )  # fmt: skip
    kind = forms.CharField(label=_("Kind of family"), max_length=40, required=False, help_text=_("独居, 单亲, 隔代, 核心家庭 …"))
    field_order = ("community", "estate", "block", "room", "address", "kind")

    def facts(self) -> dict[str, str]:
        """The household as the register keeps it; a sealed box left blank leaves what is known."""
        told = {name: text.strip() for name, text in self.cleaned_data.items()}
        return {name: text for name, text in told.items() if text or name not in ("room", "address")}


class PersonForm(forms.Form):
    """Who somebody is, put right."""

    name = NameField()
    sex = sex_field()
    birth = BirthField()
    id_number = IdentityField(help_text=_("Leave blank to keep what is known."))
    registration = forms.CharField(label=_("Household registration"), max_length=40, required=False)
    languages = forms.CharField(label=_("Languages"), max_length=80, required=False, help_text=_("普通话、粤语、客家话"))
    phone = TelephoneField(label=_("Another telephone number"))
    tag = forms.ModelChoiceField(label=_("Join a target group"), queryset=TagKind.objects.none(), required=False, empty_label=_("None of them"))

    def __init__(self, *args: Any, kinds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tag"].queryset = kinds

    def facts(self, person: Person) -> dict[str, Any]:
        """What is known of the person from now on."""
        told = self.cleaned_data
        facts = {"name": told["name"], "sex": told["sex"], "registration": told["registration"].strip(), **birth_facts(told["birth"])}
        facts["languages"] = [one for one in told["languages"].replace(",", "、").replace("，", "、").split("、") if one.strip()]
        if paper := told["id_number"]:
            facts |= {"id_kind": paper.kind, "id_number": paper.number}
            if paper.born_on and (facts["is_birth_estimated"] or not facts["born_on"]):
                facts |= {"born_on": paper.born_on, "is_birth_estimated": False}
            facts["sex"] = facts["sex"] or paper.sex
        return facts


class MoveForm(HomeFields):
    """Moving out: to a household of the register, to a new one, or away."""

    TO_NEW, AWAY = "new", "away"

    on = DayField(label=_("From this day on"))
    to = forms.ChoiceField(label=_("Where to"), widget=forms.RadioSelect, error_messages={"required": _("Choose where to.")})
    relation = forms.CharField(label=_("Relation to the head there"), max_length=40, required=False)
    field_order = ("on", "to", "relation", "community", "block", "room")

    def __init__(self, *args: Any, homes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [*homes, (self.TO_NEW, _("A new household, written down below")), (self.AWAY, _("Away, the centre does not know where"))]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        if told.get("to") == self.TO_NEW and not (told.get("community") or told.get("block")):
            self.add_error("community", _("Say at least the community of the new household."))
        return told


class DeathForm(forms.Form):
    """The day somebody died."""

    on = PastDayField(label=_("Day of death"))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, **kwargs)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if self.person.born_on and on < self.person.born_on:
            raise forms.ValidationError(_("Nobody dies before being born; check both days."))
        return on
