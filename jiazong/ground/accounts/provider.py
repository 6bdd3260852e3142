"""One provider of identities (OpenID Connect), for a bureau that has its own sign-in: django-allauth does the protocol.

Beyond it: the nonce is checked, the signature of the identity is always checked, and the answer about the person must be
about the one the signature names. Only an open account of ours comes in.
"""
import hmac
import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from jiazong.ground.accounts import entering, stepup
from jiazong.ground.accounts.models import Account
from jiazong.ground.ui import toasts

NAME = "oidc"
# Signatures with the provider's private key only; never "none", never one made with our own secret.
SIGNED_WITH = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]


class Protocol(OpenIDConnectOAuth2Adapter):
    """The protocol as we want it spoken."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, NAME)

    def get_callback_url(self, request: HttpRequest, app: object) -> str:
        return build_absolute_uri(request, reverse("accounts:provider_callback"))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id_token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        config = self.openid_config
        with get_adapter().get_requests_session() as session:
            answer = session.get(config["jwks_uri"])
            answer.raise_for_status()
        return identity(id_token, keys=answer.json(), issuer=config["issuer"], audience=app.client_id)


def identity(id_token: str, *, keys: dict[str, Any], issuer: str, audience: str) -> dict[str, Any]:
    """What the provider signed about a person, its signature, issuer, audience and time checked; raises OAuth2Error.

    A provider with a single key need not name it (OpenID Connect Core 1.0, 10.1).
    """
    try:
        held = jwt.PyJWKSet.from_dict(keys).keys
        named = jwt.get_unverified_header(id_token).get("kid")
        fitting = [one for one in held if one.key_id == named] if named else held
        if len(fitting) != 1:
            raise OAuth2Error("no key, or more than one, fits the identity")
        return jwt.decode(
            id_token, fitting[0].key, algorithms=SIGNED_WITH, issuer=issuer, audience=audience, leeway=30,
            options={"require": ["exp", "iat", "iss", "aud", "sub"]},
        )  # fmt: skip
    except jwt.PyJWTError as error:
        raise OAuth2Error(type(error).__name__) from error


def is_there() -> bool:
    """Whether an operator has named a provider."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def begin(request: HttpRequest, onwards: str) -> HttpResponse:
    """Send the person to the provider, with a state and a nonce that only this browser’s session knows."""
    asked = get_adapter().get_provider(request, NAME)
    asked.get_oauth2_adapter = Protocol
    nonce = secrets.token_urlsafe(24)
    return asked.redirect(request, AuthProcess.LOGIN, next_url=onwards, auth_params={"nonce": nonce}, nonce=nonce)


def arrived(request: HttpRequest, login: Any) -> HttpResponse:
    """Let in whom the provider names, if the answer is to our question and the person has an open account."""
    told = login.account.extra_data
    signed, about = told.get("id_token", {}), told.get("userinfo", {})
    if not hmac.compare_digest(str(signed.get("nonce", "")), str(login.state.get("nonce", " "))):
        return refused(request, "nonce")
    if about and about.get("sub") != signed.get("sub"):
        return refused(request, "sub")
    named = (signed | about).get(settings.JIAZONG_OIDC_CLAIM)
    account = Account.objects.filter(login__iexact=named, is_active=True).first() if isinstance(named, str) else None
    if account is None:
        return refused(request, "account", sentence=_(
            "The sign-in service of your unit let you through, but there is no open account for you here; ask the administrator to open one."
        ))  # fmt: skip
    return entering.begin(
        request, account, by=stepup.PROVIDER, onwards=login.state.get("next") or reverse("desk:home"), keep=False
    )


def refused(request: HttpRequest, why: object, *, sentence: str = "") -> HttpResponse:
    """Back to the sign-in page with one sentence; the reason goes into the log, without the person."""
    entering.log.warning("sign-in through the provider refused: %s", type(why).__name__ if isinstance(why, Exception) else why)
    toasts.refuse(request, sentence or _(
        "Signing in through your unit did not work; try again, or sign in with login and password."
    ))  # fmt: skip
    return HttpResponseRedirect(reverse("accounts:sign_in"))
