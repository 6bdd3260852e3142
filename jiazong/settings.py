"""Settings of the product; whatever an operator may change comes from JIAZONG_* in the environment (docs/reference/settings.md)."""
import os
from pathlib import Path

from jiazong.run import logs, settings_from_home, told

told.read_files()
HERE = Path(__file__).resolve().parent
DEBUG = False
SECRET_KEY = settings_from_home.secret_key()
ALLOWED_HOSTS = os.environ.get("JIAZONG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
BEHIND_TLS = os.environ.get("JIAZONG_TLS", "") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "jiazong.ground.ui",
    "jiazong.ground.sheets",
    "jiazong.ground.papers",
    "jiazong.ground.accounts",
    "jiazong.ground.idempotency",
    "jiazong.ground.access",
    "jiazong.ground.chronicle",
    "jiazong.ground.transparency",
    "jiazong.ground.workdays",
    "jiazong.ground.privacy",
    "jiazong.ground.custody",
    "jiazong.ground.attachments",
    "jiazong.people.places",
    "jiazong.people.staff",
    "jiazong.people.admission",
    "jiazong.people.supervision",
    "jiazong.people.residents",
    "jiazong.people.consent",
    "jiazong.commission.contracts",
    "jiazong.commission.catalogue",
    "jiazong.commission.lifecycle",
    "jiazong.commission.tenders",
    "jiazong.ledger.hours",
    "jiazong.ledger.books",
    "jiazong.ledger.money",
    "jiazong.service.cases",
    "jiazong.service.crisis",
    "jiazong.service.rights",
    "jiazong.service.intake",
    "jiazong.review.evidence",
    "jiazong.review.grievances",
    "jiazong.front.desk",
    "jiazong.front.portal",
    "jiazong.front.operation",
    "jiazong.run",
    # Behind ours: of two translations of a sentence the one of the first app counts.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "jiazong.front.operation.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "jiazong.ground.ui.headers.HeadersMiddleware",
    "jiazong.ground.ui.compression.CompressPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiazong.run.endurance.TimeLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jiazong.ground.ui.preferences.PreferencesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "jiazong.ground.ui.origins.OwnOriginMiddleware",
    "jiazong.ground.accounts.middleware.PersonMiddleware",
    "jiazong.ground.access.middleware.ReachMiddleware",
    "jiazong.ground.ui.addresses.PlainAddressMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jiazong.ground.accounts.middleware.OwedMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiazong.run.endurance.EnduranceMiddleware",
    "jiazong.ground.ui.unavailable.UnavailableMiddleware",
    "jiazong.ground.custody.closed.ClosedMiddleware",
]
# Only the tests of what happens when the product dies or fails at a named point set this.
if os.environ.get("JIAZONG_FAULTS"):
    MIDDLEWARE.append("jiazong.ground.faults.middleware.FaultPointsMiddleware")

ROOT_URLCONF = "jiazong.urls"
WSGI_APPLICATION = "jiazong.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": settings_from_home.template_folders(HERE),
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "jiazong.ground.ui.environment.make_environment",
            "context_processors": ["jiazong.ground.ui.form_keys.form_keys"],
        },
    }
]

DATABASES = {"default": settings_from_home.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = [
    "jiazong.ground.accounts.hashers.MeasuredArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
JIAZONG_PASSWORD_LENGTH = int(os.environ.get("JIAZONG_PASSWORD_LENGTH", "12"))
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "jiazong.ground.accounts.patterns.LengthValidator", "OPTIONS": {"min_length": JIAZONG_PASSWORD_LENGTH}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "jiazong.ground.accounts.patterns.PatternValidator"},
    {"NAME": "jiazong.people.admission.passwords.PlaceNameValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"

SESSION_ENGINE = "jiazong.ground.accounts.sessions"
JIAZONG_SESSION_HOURS = int(os.environ.get("JIAZONG_SESSION_HOURS", "12"))
JIAZONG_SESSION_IDLE_MINUTES = int(os.environ.get("JIAZONG_SESSION_IDLE_MINUTES", "30"))
SESSION_COOKIE_AGE = JIAZONG_SESSION_HOURS * 60 * 60
JIAZONG_SESSIONS_AT_ONCE = int(os.environ.get("JIAZONG_SESSIONS_AT_ONCE", "5"))
# __Host-: taken by the browser only over TLS, for this host alone and for the whole site.
HOST_ALONE = "__Host-" if BEHIND_TLS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{HOST_ALONE}sessionid", f"{HOST_ALONE}csrftoken"
DEVICE_COOKIE_NAME = f"{HOST_ALONE}jz_device"
DEVICE_COOKIE_DAYS = 180
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
# Written by HeadersMiddleware, with all other headers of an answer.
SECURE_HSTS_SECONDS, SECURE_CONTENT_TYPE_NOSNIFF, SECURE_REFERRER_POLICY, SECURE_CROSS_ORIGIN_OPENER_POLICY = 0, False, None, None
CSRF_FAILURE_VIEW = "jiazong.ground.ui.views.forbidden"
if BEHIND_TLS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

# Tries at the door: so many a minute for a login at an address, for an address, for the whole system (docs/adr/0017).
JIAZONG_TRIES_PER_ACCOUNT = int(os.environ.get("JIAZONG_TRIES_PER_ACCOUNT", "5"))
JIAZONG_TRIES_PER_ADDRESS = int(os.environ.get("JIAZONG_TRIES_PER_ADDRESS", "20"))
JIAZONG_TRIES_PER_SYSTEM = int(os.environ.get("JIAZONG_TRIES_PER_SYSTEM", "200"))
# Who must have a second factor before anything else opens; "offered" asks nobody (a demonstration writes that).
JIAZONG_SECOND_FACTOR = settings_from_home.second_factor()
JIAZONG_SECOND_FACTOR_ROLES = frozenset(
    os.environ.get(
        "JIAZONG_SECOND_FACTOR_ROLES",
        "centre_director,agency_office,privacy_officer,street_office,district_bureau,city_bureau,administrator",
    ).split(",")
)
JIAZONG_ISSUER = "家综"
# What happens to accounts is told upwards: the chronicle, the evidence log and the roles lie above the app of accounts.
JIAZONG_ACCOUNT_DEEDS = "jiazong.people.admission.deeds.record"
JIAZONG_ACCOUNT_ROLES = "jiazong.ground.access.queries.roles_today"
ACCOUNT_ADAPTER = "jiazong.ground.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD, ACCOUNT_USER_MODEL_EMAIL_FIELD = "login", None
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS, ACCOUNT_EMAIL_VERIFICATION = {"username"}, ["username*"], "none"
MFA_ADAPTER = "jiazong.ground.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODE_DIGITS = 10
SOCIALACCOUNT_ADAPTER = "jiazong.ground.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = settings_from_home.identity_provider()
JIAZONG_OIDC_CLAIM = os.environ.get("JIAZONG_OIDC_CLAIM", "preferred_username")
JIAZONG_OIDC_NAME = os.environ.get("JIAZONG_OIDC_NAME", "")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = settings_from_home.static_folder()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31536000
WHITENOISE_USE_FINDERS = False

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# The largest file that may be kept with a record, in MB.
JIAZONG_ATTACHMENT_MB = int(os.environ.get("JIAZONG_ATTACHMENT_MB", "20"))
# Sealed data: where the key lies that wraps all others (never in the database), which cipher new keys are for, and how
# many values one person may uncover in a day and look up in an hour.
JIAZONG_MASTER_KEY_FILE = settings_from_home.master_key_file()
JIAZONG_CIPHER_SUITE = os.environ.get("JIAZONG_CIPHER_SUITE", "A256GCM")
JIAZONG_UNMASK_PER_DAY = int(os.environ.get("JIAZONG_UNMASK_PER_DAY", "20"))
JIAZONG_LOOKUPS_PER_HOUR = int(os.environ.get("JIAZONG_LOOKUPS_PER_HOUR", "60"))
# JSON columns of other libraries with sealed secrets among their values: model, column, context. Rotation walks them too.
JIAZONG_SEALED_SECRETS = [("mfa.Authenticator", "data", "second factor")]
# The evidence log: the name it signs under, and where its secret key lies (never in the database).
JIAZONG_EVIDENCE_ORIGIN = os.environ.get("JIAZONG_EVIDENCE_ORIGIN") or f"{ALLOWED_HOSTS[0].strip('.[]*:') or 'jiazong'}/evidence"
JIAZONG_EVIDENCE_KEY_FILE = settings_from_home.evidence_key_file()

# From where on the status page and the doctor call something a warning, and from where bad; docs/reference/status.md.
JIAZONG_USUAL_LIMITS = {
    "worker_silent_seconds": (30, 60), "queue_seconds": (300, 1800), "failed_jobs": (1, 20), "backup_hours": (26, 50),
    "trial_days": (8, 32), "disk_free_gb": (2, 0.5), "evidence_seconds": (60, 300), "connections_share": (0.7, 0.9),
    "clock_seconds": (2, 10), "failed_pages": (1, 50), "slow_pages": (100, 2000),
}  # fmt: skip
JIAZONG_WATCHED_FOLDERS = told.watched_folders()
JIAZONG_STATUS_LIMITS = os.environ.get("JIAZONG_STATUS_LIMITS", "")
# Where the largest upload stops: T21 of the threat model asks for a limit before anything is read.
JIAZONG_UPLOAD_LIMIT = 40 * 1024 * 1024
# A request has so many seconds, then it is broken off; below so much free room nothing is written, so that reading goes on.
JIAZONG_REQUEST_SECONDS = float(os.environ.get("JIAZONG_REQUEST_SECONDS", "25"))
JIAZONG_DISK_RESERVE_MB = int(os.environ.get("JIAZONG_DISK_RESERVE_MB", "64"))
# For so long a write that is sent again (a phone that was offline) is answered as the first time.
JIAZONG_KEYS_KEPT_DAYS = int(os.environ.get("JIAZONG_KEYS_KEPT_DAYS", "90"))

# What the rail shows, in order: address, label, icon, shown in the phone's bottom bar.
JIAZONG_RAIL = [
    ("desk:home", "Today", "home", True),
    ("cases:list", "My cases", "report", True),
    ("hours:mine", "My hours", "clock", True),
    ("residents:list", "Families", "people", True),
    ("intake:desk", "Front desk", "bell", True),
    ("intake:waiting", "Cases to give", "arrow", False),
    ("cases:approvals", "For my approval", "check", False),
    ("catalogue:surveys", "Needs surveys", "people", False),
    ("catalogue:rounds", "Project catalogue", "evidence", False),
    ("catalogue:rollout", "Roll-out of centres", "pin", False),
    ("tenders:list", "Tenders", "evidence", True),
    ("tenders:open", "Bids", "upload", False),
    ("tenders:panel", "Scoring bids", "check", True),
    ("catalogue:seats", "Votes on the catalogue", "check", True),
    ("contracts:list", "Contracts", "case", True),
    ("hours:progress_home", "Contract progress", "progress", True),
    ("books:list", "Import records", "upload", False),
    ("evidence:home", "Evidence pack", "evidence", False),
    ("money:home", "Money", "money", False),
    ("grievances:list", "Tasks added by the street", "report", False),
    ("grievances:sums", "Tasks added by streets", "report", False),
    ("places:centres", "Centres", "pin", False),
    ("staff:list", "Staff", "group", False),
    ("staff:absences", "Leave of absence", "calendar", False),
    ("admission:list", "Accounts", "lock", False),
    ("supervision:list", "Supervision", "chat", False),
    ("supervision:checks", "Record checks", "shield", False),
    ("supervision:officer", "Restricted files", "lock", False),
    ("crisis:list", "Crisis reports", "alert", False),
    ("rights:list", "Data rights", "user", False),
    ("consent:texts", "Texts of consent", "evidence", False),
    ("papers:check", "Check a paper", "qr", False),
    ("papers:prints", "Printed forms", "print", False),
    ("papers:templates", "Form templates", "evidence", False),
    ("operation:status", "Operation", "gear", False),
]
# On a phone there is room for four and the action. Who allots cases looks after the contract first, then after families and
# cases; an agency's office after its bids;
# who approves after what waits for her; the privacy officer after requests and restricted files.
JIAZONG_PHONE_BARS = [
    ("intake:waiting", ["desk:home", "hours:progress_home", "residents:list", "cases:list"]),
    ("tenders:open", ["desk:home", "tenders:open", "hours:progress_home", "contracts:list", "money:home"]),
    ("cases:approvals", ["desk:home", "cases:approvals", "cases:list", "supervision:list"]),
    ("supervision:officer", ["desk:home", "rights:list", "supervision:officer", "crisis:list"]),
]
JIAZONG_RAIL_ACTION = ("hours:log", "Log a contact", "plus")
JIAZONG_RAIL_SEARCH = ("residents:list", "Find somebody: name, initials, last four digits", "search")
JIAZONG_FRAME_FACTS = "jiazong.front.desk.facts.frame_facts"
JIAZONG_MAY_OPEN = "jiazong.ground.access.guarding.may_open"

LOGGING = logs.settings(level=os.environ.get("JIAZONG_LOG_LEVEL", "INFO"))
# Every request is a line of the log; with 0 only those that failed or were slow. From how many milliseconds on one is slow.
JIAZONG_LOG_REQUESTS = os.environ.get("JIAZONG_LOG_REQUESTS", "1") == "1"
JIAZONG_SLOW_MS = int(os.environ.get("JIAZONG_SLOW_MS", "1000"))
# W002 to W006 and W022: HeadersMiddleware and OwnOriginMiddleware do it, where Django does not look.
SILENCED_SYSTEM_CHECKS = [f"security.W{number:03}" for number in (2, 3, 4, 6, 8, 12, 16, 22)]
