"""What to tell a person about a row, a sheet or an assumption: message ids by code, values named in brackets."""
from jiazong.ledger.books.rules.book import Problem

# Message ids; whoever shows them translates them and fills in the named values.
_ = str

REASONS = {
    "no_such_day": _("The day cannot be read, or does not exist."),
    "outside_term": _("The day lies outside the contract's term (%(first_day)s to %(last_day)s)."),
    "no_duration": _("Neither direct nor indirect time is given."),
    "not_a_duration": _("This is not a length of time."),
    "negative": _("The length of time is negative."),
    "more_than_a_day": _("The length of time is more than 24 hours."),
    "unknown_method": _("The contract does not know this method of working."),
    "unknown_worker": _("This name is not on the contract's staff list."),
    "not_a_count": _("This is not a number of people."),
    "unknown_kind": _("This says neither direct nor indirect."),
}
DETAILED_REASONS = {
    "day_missing": _("No day is given."),
    "impossible_day": _("This day does not exist."),
    "range_of_days": _("Several days stand in one cell."),
    "year_unknown": _("The day has no year, and the book does not tell which."),
    "method_missing": _("No method of working is given."),
    "several_methods": _("Several methods of working stand in one cell."),
    "worker_missing": _("No worker is given."),
    "several_workers": _("Several workers stand in one cell."),
    "together": _("Direct and indirect time together are more than 24 hours."),
    "error_cell": _("The spreadsheet shows an error in this cell."),
}
MENDS = {
    "no_such_day": _("Write the day of the service such as 2025-03-08."),
    "outside_term": _("Correct the day, or choose the contract this day belongs to."),
    "no_duration": _("Write how long it took, such as 1.5小时 or 90分钟."),
    "not_a_duration": _("Write one exact length, such as 1.5小时 or 90分钟."),
    "negative": _("Write the length without a minus sign; to take hours back, correct the row they came from."),
    "more_than_a_day": _("Check the unit, or split the service over its days."),
    "unknown_method": _("Use one of the contract's methods: %(methods)s."),
    "unknown_worker": _("Write the name as on the staff list, or add the worker to the contract first."),
    "not_a_count": _("Write a whole number such as 12."),
    "unknown_kind": _("Write 直接 or 间接."),
}
DETAILED_MENDS = {
    "range_of_days": _("Split the row: one row for each day, each with its own time."),
    "year_unknown": _("Write the day with its year, such as 2025-03-08."),
    "several_methods": _("Split the row: one row for each method, each with its own time."),
    "several_workers": _("Split the row: one row for each worker, each with their own time."),
    "worker_missing": _("Write the worker's name as on the staff list."),
    "error_cell": _("Mend the formula, or write the value itself."),
}
SHEETS_PASSED_OVER = {
    "hidden": _("The sheet is hidden."),
    "empty": _("The sheet is empty."),
    "no_headings": _("No headings of a service ledger were found."),
    "summary": _("The sheet sums up others; its rows were not counted again."),
    "example": _("The sheet holds examples or instructions."),
    "no_day": _("No column of days was found."),
    "no_worker": _("No column of workers was found, and neither the sheet's name nor its title names one."),
    "no_method": _("No column of methods was found, and neither the sheet's name nor its title names one."),
    "no_duration": _("No column of service time was found."),
}
ROWS_PASSED_OVER = {
    "blank": _("blank rows"),
    "subtotal": _("subtotals"),
    "signature": _("signature rows"),
    "note": _("notes and titles"),
    "heading": _("repeated headings"),
    "other_table": _("rows of another table"),
}
ASSUMED = {
    "unit": _("Bare numbers were read as %(value)s."),
    "method": _("The method of working was taken from %(value)s."),
    "worker": _("The worker was taken from %(value)s."),
    "single_duration": _("The only column of time (%(value)s) was read as direct service."),
    "count_column": _("There is no column of person-times; each row counts one."),
    "day": _("The day was taken from the line “%(value)s”."),
}
SOURCES = {
    "hours": _("hours"),
    "minutes": _("minutes"),
    "sheet": _("the sheet's name"),
    "file": _("the file's name"),
    "title": _("the title"),
    "line": _("a line above the table"),
    "writer": _("the person who filled in the sheet"),
}
FLAGS = {
    "count_missing": _("Person-times missing: counted as one."),
    "carried": _("Taken from a merged cell above."),
    "ditto": _("Taken from the row above (〃)."),
    "from_clock": _("Time taken from start and end."),
    "method_from_sheet": _("Method taken from the sheet."),
    "worker_from_sheet": _("Worker taken from the sheet."),
    "day_from_sheet": _("Day taken from the sheet."),
}


def reason(problem: Problem) -> str:
    """The message id of what is wrong; fill it in with `problem.values`."""
    return DETAILED_REASONS.get(problem.detail) or REASONS[problem.code]


def mend(problem: Problem) -> str:
    """The message id of how to mend it; fill it in with `problem.values`."""
    return DETAILED_MENDS.get(problem.detail) or MENDS[problem.code]
