import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
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
    must_change_password = models.BooleanField(default=False)
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


class Session(AbstractBaseSession):
    """One signed-in browser. The key is stored as a hash: who reads the table or a backup of it cannot enter with it.

    A session that is over stays for a while without its content, so that a form sent too late finds its owner.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True, default="")
    device = models.CharField(max_length=80, blank=True, default="")
    network = models.CharField(max_length=50, blank=True, default="")
    notice = models.CharField(max_length=200, blank=True, default="")
    objects = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        indexes = [models.Index(fields=["account", "-seen_at"], name="accounts_session_of_account")]


class Device(models.Model):
    """A browser a person has signed in with before, known by a random mark in a cookie of its own."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="devices")
    mark = models.CharField(max_length=64)
    label = models.CharField(max_length=80)
    network = models.CharField(max_length=50)
    first_at = models.DateTimeField(db_default=Now(), editable=False)
    last_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "mark"], name="accounts_device_once")]

    def __str__(self) -> str:
        return self.label


class Bucket(models.Model):
    """How many tries are left somewhere: the moment at which every try made so far will have been waited for."""

    key = models.CharField(max_length=64, primary_key=True)
    free_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["free_at"], name="accounts_bucket_old")]

    def __str__(self) -> str:
        return self.key
