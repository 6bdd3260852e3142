"""Why a file is not read at all: one code, one sentence that says what to do."""

# The sentences are message ids: whoever shows them translates them and fills in the named values.
_ = str

SENTENCES = {
    "empty_file": _("The file is empty. Save the workbook again and choose it once more."),
    "not_a_workbook": _("This file is not a workbook. Save it as .xlsx, .xls or .csv and choose it again."),
    "other_kind": _("This kind of workbook (%(kind)s) is not read. Open it and save it as .xlsx, then choose it again."),
    "web_page": _("This file is a web page or XML with a workbook's name. Open it in a spreadsheet program, save it as .xlsx and choose it again."),
    "macros": _("The workbook holds macros and is not opened. Save it as .xlsx without macros and choose it again."),
    "external_links": _("The workbook links to other files and is not opened. In the spreadsheet program break the links (Data, Edit links), save and choose it again."),
    "encrypted": _("The workbook is locked with a password. Remove the password, save and choose it again."),
    "xml_entities": _("The workbook holds XML declarations no spreadsheet program writes and is not opened. Copy its content into a new workbook and choose that."),
    "bad_entry_names": _("The workbook holds file names that point outside of it and is not opened. Copy its content into a new workbook and choose that."),
    "too_many_entries": _("The workbook consists of more than %(limit)s parts and is not opened. Copy the ledger into a new workbook and choose that."),
    "unpacks_too_large": _("The workbook unpacks to far more than its size and is not opened. Delete empty formatted rows below the table, save and choose it again."),
    "file_too_large": _("The file is larger than %(limit)s MB. Split it by month and choose the parts one after another."),
    "too_many_rows": _("Sheet %(sheet)s has cells below row %(limit)s. Delete what stands below the table, or split the sheet, and choose the file again."),
    "too_many_columns": _("Sheet %(sheet)s has cells beyond column %(limit)s. Delete what stands right of the table and choose the file again."),
    "too_many_cells": _("Sheet %(sheet)s has more than %(limit)s cells, far more than a ledger. Copy the ledger into a new workbook and choose that."),
    "too_many_sheets": _("The workbook has more than %(limit)s sheets. Split it and choose the parts one after another."),
    "damaged": _("The file is damaged and cannot be read. Open it in a spreadsheet program, save it again and choose it once more."),
    "too_much_memory": _("The workbook needs more memory than a ledger does and was put aside. Copy the ledger into a new workbook and choose that."),
    "too_slow": _("The workbook took too long to open and was put aside. Copy the ledger into a new workbook and choose that."),
    "unreadable_text": _("The characters of this text file cannot be read. Save it as .xlsx, or as CSV in UTF-8, and choose it again."),
}


class WorkbookRefused(Exception):
    """A file that is not read; `sentence` is the message id of what to tell the person, `params` its named values."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        self.sentence = SENTENCES[code]
        super().__init__(self.sentence % params if params else self.sentence)


class ReadingCancelled(Exception):
    """Somebody asked to stop while the workbook was being read."""
