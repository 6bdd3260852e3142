"""Roles, scopes and refusals in words."""
from django.utils.translation import gettext as _


def role_names() -> dict[str, str]:
    """What roles are called on the screen."""
    return {
        "reception": _("Reception"),
        "social_worker": _("Social worker"),
        "supervisor": _("Supervisor"),
        "centre_director": _("Centre director"),
        "agency_office": _("Agency office"),
        "privacy_officer": _("Privacy officer"),
        "street_office": _("Street office"),
        "district_bureau": _("District bureau"),
        "city_bureau": _("City bureau"),
        "administrator": _("Administrator"),
        "panel_member": _("Panel member"),
    }


def scope_words(kind: str, name: str, code: str) -> str:
    """Where a role holds, in words."""
    return _("Everywhere") if kind == "everywhere" else name or code


def why_not(why: str) -> str:
    """Why somebody may not decide, in one sentence."""
    return {
        "decided": _("This was decided already; nothing was changed."),
        "own ask": _("You asked for this yourself; another administrator has to decide it."),
        "own role": _("This is about your own roles; another administrator has to decide it."),
    }[why]


def deed_words(verb: str) -> str:
    """What happened to an account, in words; what is not known here keeps its own name."""
    return {
        "account.opened": _("The account was opened"),
        "account.renamed": _("The name was corrected"),
        "account.password_changed": _("The password was changed"),
        "account.closed": _("The account was closed"),
        "account.reopened": _("The account was opened again"),
        "account.factor_added": _("A second factor was added"),
        "account.factor_removed": _("A second factor was removed"),
        "account.factors_reset": _("The second factor was reset"),
        "account.recovery_codes": _("New recovery codes were made"),
        "account.new_device": _("Signed in on a new device"),
    }.get(verb, verb)
