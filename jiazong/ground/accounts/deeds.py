"""What happens to accounts is told upwards: chronicle, evidence log and roles lie above this app and cannot be imported."""
from django.conf import settings
from django.utils.module_loading import import_string

from jiazong.ground.accounts.models import Account


def tell(verb: str, account: Account, *, by: Account | None, **facts: str | int | bool) -> None:
    """Write down that something was done to an account, in the same transaction (JIAZONG_ACCOUNT_DEEDS)."""
    if settings.JIAZONG_ACCOUNT_DEEDS:
        import_string(settings.JIAZONG_ACCOUNT_DEEDS)(verb, account, by=by, **facts)


def roles_of(account: Account) -> frozenset[str]:
    """The roles a person holds today (JIAZONG_ACCOUNT_ROLES)."""
    return import_string(settings.JIAZONG_ACCOUNT_ROLES)(account) if settings.JIAZONG_ACCOUNT_ROLES else frozenset()
