import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Now


class Accounts(BaseUserManager):
    def get_by_natural_key(self, login: str) -> "Account":
        """The account with this login, whatever its upper or lower case."""
        return self.get(login__iexact=login)


class Account(AbstractBaseUser):
    """A person who signs in; what the person may do is written in `access`, not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS = ["name"]
    objects = Accounts()

    class Meta:
        ordering = ["login"]
        constraints = [models.UniqueConstraint(Lower("login"), name="accounts_login_in_any_case")]

    def __str__(self) -> str:
        return self.name

    # procrastinate and Django's own checks ask these; permissions live in `access`.
    def has_perm(self, perm: str, obj: object = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
