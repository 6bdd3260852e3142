"""Why two persons may be one, as message ids."""

# Whoever shows them translates them.
_ = str

REASONS = {
    "id_same": _("same identity number"),
    "id_near": _("identity numbers differ in one slip"),
    "id_other": _("identity numbers differ"),
    "name_same": _("same name"),
    "name_written": _("same name written otherwise"),
    "name_homophone": _("names sound alike"),
    "name_alike": _("names look alike"),
    "name_turned": _("surname and given name in another order"),
    "name_shorter": _("one sign more in the name"),
    "name_one_sign": _("one sign of the name differs"),
    "name_different": _("names differ"),
    "birth_same": _("same birth date"),
    "birth_turned": _("day and month of birth changed places"),
    "birth_near": _("birth dates lie a day or a year apart"),
    "birth_one_part": _("birth dates differ in one slip"),
    "birth_estimated": _("the birth years fit"),
    "birth_other": _("birth dates differ"),
    "phone_same": _("same telephone"),
    "address_same": _("same address"),
    "sex_other": _("sexes differ"),
}


def told(code: str) -> str:
    """The message id of a reason."""
    return REASONS[code]
