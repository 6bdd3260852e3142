"""Invented persons who sign in, and what they hold in their hands."""
import base64
import time

from django.test import Client

from jiazong.ground.accounts import actions, factors
from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.rules import codes

SECRET = "a short sentence 1"
SIGN_IN = "/sign-in"


def person(login: str = "zhou", name: str = "周敏仪", **more: object) -> Account:
    return actions.open_account(login, name=name, password=SECRET, **more)


def enter(client: Client, login: str = "zhou", password: str = SECRET, **more: object):
    return client.post(SIGN_IN, {"login": login, "password": password} | more)


class Telephone:
    """A telephone that shows codes; `shift` steps forward so that a test need not wait half a minute for the next one."""

    def __init__(self, account: Account) -> None:
        self.secret = factors.fresh_secret()
        self.shift = 0
        factors.add_telephone(account, secret=self.secret, code=self.code(-1))

    def code(self, shift: int = 0) -> str:
        return codes.code_of(base64.b32decode(self.secret), codes.step_at(time.time()) + shift)
