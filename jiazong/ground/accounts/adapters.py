"""What django-allauth asks of us: how secrets of second factors are sealed, and who may come in from a provider."""
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from jiazong.ground.accounts import provider
from jiazong.ground.privacy import sealing

CONTEXT = "second factor"


class AccountAdapter(DefaultAccountAdapter):
    """Nobody opens an account for herself."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of codes lie sealed in the database; the name on the telephone is ours."""

    def encrypt(self, text: str) -> str:
        return sealing.seal_secret(text, CONTEXT)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.open_secret(encrypted_text, CONTEXT)

    def get_totp_issuer(self) -> str:
        return settings.JIAZONG_ISSUER

    def _get_site_name(self) -> str:
        return settings.JIAZONG_ISSUER


class ProviderAdapter(DefaultSocialAccountAdapter):
    """A provider of identities lets in whoever has an open account here, and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: object) -> None:
        raise ImmediateHttpResponse(provider.arrived(request, sociallogin))

    def on_authentication_error(self, request: HttpRequest, asked: object, **told: object) -> None:
        raise ImmediateHttpResponse(provider.refused(request, told.get("exception") or told.get("error")))
