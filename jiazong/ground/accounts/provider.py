"""One provider of identities (OpenID Connect), for a bureau that has its own sign-in: django-allauth does the protocol.

Beyond it: the nonce is checked, the signature of the identity is always checked, and the answer about the person must be
about the one the signature names. Only an open account of ours comes in.
"""
import hmac
import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
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
        return jwtkit.verify_and_decode(
            credential=id_token, keys_url=config["jwks_uri"], issuer=config["issuer"], audience=app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk, verify_signature=True,
        )  # fmt: skip


def is_there() -> bool:
    """Whether an operator has named a provider."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


def begin(request: HttpRequest, onwards: str) -> HttpResponse:
    """Send the person to the provider, with a state and a nonce that only this session knows."""
    asked = get_adapter().get_provider(request, NAME)
    asked.get_oauth2_adapter = Protocol
    nonce = secrets.token_urlsafe(24)
    return asked.redirect(request, AuthProcess.LOGIN, next_url=onwards, auth_params={"nonce": nonce}, nonce=nonce)


def arrived(request: HttpRequest, login: Any) -> HttpResponse:
    """Let in whom the provider names, if the answer is to our question and the person has an open account."""
    told = login.account.extra_data
    identity, about = told.get("id_token", {}), told.get("userinfo", {})
    if not hmac.compare_digest(str(identity.get("nonce", "")), str(login.state.get("nonce", " "))):
        return refused(request, "nonce")
    if about and about.get("sub") != identity.get("sub"):
        return refused(request, "sub")
    named = (identity | about).get(settings.JIAZONG_OIDC_CLAIM)
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
