"""Why a row of a book of people is not taken and what to do about it; the sentences are message ids."""
from dataclasses import dataclass, field

# Whoever shows them translates them and fills in the named values.
_ = str

REASONS = {
    "name_missing": (_("The name is missing."), _("Write the person's name, or delete the row.")),
    "name_not_kept": (_("The name holds signs that cannot be kept, or is longer than 200 signs."), _("Type the name anew and import the file again.")),
    "id_rounded": (_("The spreadsheet has rounded the number; its last digits are lost."), _("Format the column as text, type the number from the paper again and import the file once more.")),
    "id_length": (_("The identity number does not have 18 digits (or 15 of the old form)."), _("Compare it with the paper; where there is none, leave the cell blank.")),
    "id_no_such_place": (_("The first two digits of the identity number are of no province."), _("Compare it with the paper.")),
    "id_no_such_birthday": (_("The birthday within the identity number does not exist."), _("Compare it with the paper.")),
    "id_check_sign": (_("The last sign of the identity number does not fit the others: one of them is wrong."), _("Compare it with the paper, digit by digit.")),
    "id_unknown_form": (_("This is the number of no known paper."), _("Compare it with the paper, or name the kind of paper in a column of its own.")),
    "id_wrong_form": (_("The number does not have the form of the paper named beside it."), _("Correct the kind of paper or the number.")),
    "id_kind_unknown": (_("This kind of paper is not known."), _("Write 身份证, 回乡证, 台胞证, 居住证, 护照 or 其他.")),
    "born_not_a_day": (_("This is no birth date."), _("Write it like 1988-03-09; where it is not known, leave the cell blank.")),
    "born_no_such_day": (_("This day does not exist."), _("Correct the birth date.")),
    "born_in_future": (_("The birth date has not come yet."), _("Correct the birth date.")),
    "born_differs": (_("The birth date is not the one within the identity number."), _("The one within the number was taken; compare it with the paper.")),
    "not_an_age": (_("This is no age in years."), _("Write the years as a number from 0 to 130.")),
    "not_a_sex": (_("This is no sex."), _("Write 男, 女 or 其他, or leave the cell blank.")),
    "sex_differs": (_("The sex is not the one within the identity number."), _("Find out which is right and correct the other.")),
    "died_not_a_day": (_("This is no day of death."), _("Write it like 2025-03-09, or leave the cell blank.")),
    "died_before_birth": (_("The day of death lies before the birth date."), _("Correct one of the two.")),
    "phone_not_a_phone": (_("This is no telephone number."), _("Write digits only, several numbers with 、 between them, or leave the cell blank.")),
    "phone_too_short": (_("The telephone number has too few digits."), _("Add what is missing; before a landline from elsewhere goes the area code.")),
    "phone_too_long": (_("The telephone number has too many digits."), _("Take out what is too much; write two numbers with 、 between them.")),
    "phone_rounded": (_("The spreadsheet has rounded the telephone number."), _("Format the column as text and type the number again.")),
    "too_long": (_("The text is longer than this column takes."), _("Shorten it.")),
    "number_twice": (_("Line %(line)s bears the same number."), _("Give each person a number of their own, or delete one of the two rows.")),
    "person_twice": (_("Line %(line)s tells of the same person."), _("Delete one of the two rows, or give the persons numbers of their own.")),
    "id_of_another": (_("This identity number stands in the register under another name."), _("Compare number and name with the paper.")),
    "number_of_another": (_("This number stands in the register for another person with another identity number."), _("Correct the number of the person.")),
    "locked": (_("This person's record is locked."), _("Ask the privacy officer before it is changed.")),
}


@dataclass(frozen=True)
class Refused:
    """A row that is not taken: where it stands, which column is at fault (as its heading says), why."""

    sheet: str
    line: int
    column: str
    code: str
    params: dict[str, object] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The message id of the reason."""
        return REASONS[self.code][0]

    @property
    def advice(self) -> str:
        """The message id of what to do."""
        return REASONS[self.code][1]
