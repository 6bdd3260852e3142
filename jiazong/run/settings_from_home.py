"""What the settings take from the product's own folder: the secret key, where static files lie, which database."""
import os
import secrets
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from jiazong.ground import durable
from jiazong.run import home

RESOLVED = "JIAZONG_RESOLVED_DATABASE_URL"
# The owner's address, only in processes that may bring the tables up to date.
OWNER = "JIAZONG_OWNER_DATABASE_URL"


def secret_key() -> str:
    """The key that signs sessions: from the environment, else made once and kept 0600 in the home."""
    if key := os.environ.get("JIAZONG_SECRET_KEY"):
        return key
    kept = home.folder() / "secret.key"
    try:
        return kept.read_text()
    except FileNotFoundError:
        pass
    durable.write_once(kept, secrets.token_urlsafe(64))
    return kept.read_text()  # whichever process was first


def master_key_file() -> Path:
    """Where the master key of sealed data lies; somewhere else with JIAZONG_MASTER_KEY_FILE. Made by whoever needs it first."""
    chosen = os.environ.get("JIAZONG_MASTER_KEY_FILE")
    return Path(chosen) if chosen else home.location() / "keys" / "master.key"


def evidence_key_file() -> Path:
    """Where the key lies that signs the evidence log; somewhere else with JIAZONG_EVIDENCE_KEY_FILE. Made when first needed."""
    chosen = os.environ.get("JIAZONG_EVIDENCE_KEY_FILE")
    return Path(chosen) if chosen else home.location() / "keys" / "evidence.key"


def second_factor() -> str:
    """Whether the second factor is "required" of the roles that need one, or only "offered" (a demonstration's home says so)."""
    if told := os.environ.get("JIAZONG_SECOND_FACTOR"):
        return told
    try:
        return (home.folder() / "second-factor").read_text().strip()
    except FileNotFoundError:
        return "required"


def identity_provider() -> dict:
    """The provider of identities named by JIAZONG_OIDC_ISSUER, as django-allauth takes it; nothing if there is none."""
    issuer = os.environ.get("JIAZONG_OIDC_ISSUER", "")
    if not issuer:
        return {}
    secret_file = os.environ.get("JIAZONG_OIDC_SECRET_FILE", "")
    app = {
        "provider_id": "oidc",
        "name": os.environ.get("JIAZONG_OIDC_NAME", ""),
        "client_id": os.environ.get("JIAZONG_OIDC_CLIENT_ID", ""),
        "secret": Path(secret_file).read_text().strip() if secret_file else "",
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app]}}


def static_folder() -> Path:
    """Where the hashed static files are gathered for this version of the product."""
    return home.folder() / "static"


def template_folders(package: Path) -> list[Path]:
    """Every app's templates folder, floor by floor."""
    return sorted(package.glob("*/*/templates"))


def database() -> dict:
    """Django's settings for the one PostgreSQL database, from JIAZONG_DATABASE_URL or the embedded server.

    The address of the embedded server is put into the environment by whoever started it, so that importing the
    settings never starts a server.
    """
    return _settings_of(os.environ.get(RESOLVED) or os.environ.get("JIAZONG_DATABASE_URL") or "postgresql:///jiazong")


def owner_database() -> dict:
    """The same for the owner of the tables."""
    return _settings_of(os.environ.get(OWNER) or os.environ.get("JIAZONG_DATABASE_URL") or os.environ[RESOLVED])


def _settings_of(url: str) -> dict:
    parts = conninfo_to_dict(url)
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings = {django: str(parts.pop(name, "") or "") for name, django in known.items()}
    settings["ENGINE"] = "django.db.backends.postgresql"
    settings["CONN_MAX_AGE"] = 60
    settings["CONN_HEALTH_CHECKS"] = True
    # A request is one transaction: who is acting is told to the database once and holds until its end.
    settings["ATOMIC_REQUESTS"] = True
    settings["OPTIONS"] = dict(parts)
    return settings
