"""Sentences that reach the screen from elsewhere and are translated in this app: rail labels, and Django's own errors."""
from django.utils.translation import gettext_noop, ngettext_lazy

# Labels of JIAZONG_RAIL and its companions.
RAIL = (
    gettext_noop("Today"),
    gettext_noop("Front desk"),
    gettext_noop("Cases to give"),
    gettext_noop("Review of the front desk"),
    gettext_noop("My hours"),
    gettext_noop("My cases"),
    gettext_noop("Families"),
    gettext_noop("Find somebody: name, initials, last four digits"),
    gettext_noop("For my approval"),
    gettext_noop("Roll-out of centres"),
    gettext_noop("Needs surveys"),
    gettext_noop("Project catalogue"),
    gettext_noop("Tenders"),
    gettext_noop("Bids"),
    gettext_noop("Scoring bids"),
    gettext_noop("Contracts"),
    gettext_noop("Contract progress"),
    gettext_noop("Import records"),
    gettext_noop("Evidence pack"),
    gettext_noop("Centres"),
    gettext_noop("Staff"),
    gettext_noop("Leave of absence"),
    gettext_noop("Accounts"),
    gettext_noop("Supervision"),
    gettext_noop("Record checks"),
    gettext_noop("Restricted files"),
    gettext_noop("Crisis reports"),
    gettext_noop("Data rights"),
    gettext_noop("Texts of consent"),
    gettext_noop("Operation"),
    gettext_noop("Check a paper"),
    gettext_noop("Printed forms"),
    gettext_noop("Form templates"),
    gettext_noop("Log a contact"),
    gettext_noop("Help"),
    gettext_noop("Messages"),
    gettext_noop("Find a person: name, initials, end of the phone number"),
)

# Django says these; our catalogue says them in spoken words, with what to do.
DJANGO = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid value."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("No file was submitted. Check the encoding type on the form."),
    gettext_noop("“%(value)s” is not a valid UUID."),
)
LENGTHS = (
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
