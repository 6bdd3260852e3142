"""Second factors of a person: codes of a telephone (TOTP), passkeys, recovery codes. The rows are django-allauth's."""
import base64
import json
import time
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from jiazong.ground.accounts import stepup
from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.rules import codes
from jiazong.ground.ui.squares import square

Kind = Authenticator.Type
MOST_PASSKEYS = 10


class NotProved(ValueError):
    """A code or a passkey that is wrong, was used, or does not belong to this person."""


def of(account: Account) -> QuerySet[Authenticator]:
    """The person's factors, codes and passkeys, without recovery codes."""
    return Authenticator.objects.filter(user=account, type__in=[Kind.TOTP, Kind.WEBAUTHN]).order_by("created_at")


def has_any(account: Account) -> bool:
    return of(account).exists()


def passkeys(account: Account) -> list[Authenticator]:
    return [one for one in of(account) if one.type == Kind.WEBAUTHN]


def fresh_secret() -> str:
    """A new secret for a telephone, 160 bits in base32 (RFC 4226 §4)."""
    return generate_totp_secret()


def picture(account: Account, secret: str) -> str:
    """The square a telephone photographs, as an address that holds the picture itself."""
    return square(get_adapter().build_totp_url(account, secret))


@transaction.atomic
def add_telephone(account: Account, *, secret: str, code: str) -> None:
    """Keep the secret of a telephone once it has given a right code; an older telephone counts no more."""
    step = codes.step_of(codes.digits_of(code), secret=_raw(secret), at=time.time(), used=0)
    if step is None:
        raise NotProved
    Authenticator.objects.filter(user=account, type=Kind.TOTP).delete()
    data = {"secret": get_adapter().encrypt(secret), "used_step": step}
    Authenticator.objects.create(user=account, type=Kind.TOTP, data=data)


@transaction.atomic
def check_code(account: Account, typed: str) -> str:
    """Take a code of the telephone or a recovery code, each once; gives which it was, raises NotProved."""
    code = codes.digits_of(typed)
    held = Authenticator.objects.select_for_update().filter(user=account)
    telephone = held.filter(type=Kind.TOTP).first()
    if telephone and len(code) == codes.DIGITS:
        secret = _raw(get_adapter().decrypt(telephone.data["secret"]))
        step = codes.step_of(code, secret=secret, at=time.time(), used=telephone.data.get("used_step", 0))
        if step is not None:
            telephone.data["used_step"] = step
            telephone.last_used_at = timezone.now()
            telephone.save(update_fields=["data", "last_used_at"])
            return stepup.TOTP
    kept = held.filter(type=Kind.RECOVERY_CODES).first()
    if kept and RecoveryCodes(kept).validate_code(code):
        return stepup.RECOVERY
    raise NotProved


def _raw(secret: str) -> bytes:
    return base64.b32decode(secret, casefold=True)


@transaction.atomic
def fresh_recovery_codes(account: Account) -> list[str]:
    """Ten new recovery codes, shown once; the ones before count no more."""
    Authenticator.objects.filter(user=account, type=Kind.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(account).get_unused_codes()


def recovery_codes_left(account: Account) -> int | None:
    """How many recovery codes are left; nothing if none were ever made."""
    kept = Authenticator.objects.filter(user=account, type=Kind.RECOVERY_CODES).first()
    return None if kept is None else len(RecoveryCodes(kept).get_unused_codes())


def begin_passkey(account: Account) -> str:
    """What the browser is asked for a new passkey, as JSON; the challenge lies in the session."""
    return json.dumps(webauthn.begin_registration(account, passwordless=True))


def add_passkey(account: Account, *, name: str, answer: str) -> None:
    """Keep a passkey the browser made, with proof that its owner unlocked it; raises NotProved."""
    credential = _parsed(answer)
    try:
        webauthn.parse_registration_response(credential)
        data = webauthn.complete_registration(credential)
    except (ValidationError, ValueError, KeyError, TypeError) as error:
        raise NotProved from error
    if not data.is_user_verified() or len(passkeys(account)) >= MOST_PASSKEYS:
        raise NotProved
    webauthn.WebAuthn.add(account, name=name, credential=credential)


def begin_proof(account: Account | None) -> str:
    """What the browser is asked to prove, as JSON: one of this person's passkeys, or any passkey of this site."""
    return json.dumps(webauthn.begin_authentication(account))


def check_passkey(account: Account | None, answer: str) -> Account:
    """Whose passkey the browser's answer proves; raises NotProved. A challenge is good for one answer, right or wrong."""
    response = _parsed(answer)
    try:
        person = account or webauthn.extract_user_from_response(response)
        webauthn.parse_authentication_response(response)
        used = webauthn.complete_authentication(person, response)
    except (ValidationError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotProved from error
    finally:
        webauthn.clear_state()
    used.record_usage()
    return person


def _parsed(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer)
    except ValueError as error:
        raise NotProved from error
    if not isinstance(read, dict):
        raise NotProved
    return read


@transaction.atomic
def remove(account: Account, pk: int) -> str | None:
    """Take one factor away; with the last one the recovery codes go too. Gives its kind, or nothing if it is not there."""
    found = of(account).filter(pk=pk).first()
    if found is None:
        return None
    found.delete()
    if not has_any(account):
        Authenticator.objects.filter(user=account).delete()
    return found.type


def remove_all(account: Account) -> int:
    """Take every factor and recovery code of a person away, when the telephone is lost; gives how many factors."""
    count = of(account).count()
    Authenticator.objects.filter(user=account).delete()
    return count
