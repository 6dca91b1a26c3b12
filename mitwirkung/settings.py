"""All settings on one page, read from the environment.

Every variable has a default that is right for trying out and developing; `docs/operations.md` lists what
production must set. Secrets may be files, see `environment.py`. A faulty value stops the start with one sentence.
"""

import os
import re
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mitwirkung.accounts.sign_in_settings import (  # noqa: F401  Django reads them here
    ACCOUNT_ADAPTER,
    ACCOUNT_EMAIL_NOTIFICATIONS,
    ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS,
    ACCOUNT_EMAIL_VERIFICATION,
    ACCOUNT_LOGIN_METHODS,
    ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR,
    ACCOUNT_RATE_LIMITS,
    ACCOUNT_REAUTHENTICATION_METHODS,
    ACCOUNT_REAUTHENTICATION_TIMEOUT,
    ACCOUNT_SESSION_REMEMBER,
    ACCOUNT_SIGNUP_ENABLED,
    AUTH_PASSWORD_VALIDATORS,
    CONFIRM_AGAIN,
    IDENTITY_PROVIDERS,
    IDLE_SECONDS,
    LOGIN_REDIRECT_URL,
    LOGIN_URL,
    LOGOUT_REDIRECT_URL,
    MFA_ADAPTER,
    MFA_ALLOW_UNVERIFIED_EMAIL,
    MFA_PASSKEY_LOGIN_ENABLED,
    MFA_RATE_LIMITS,
    MFA_RECOVERY_CODES_SHOW_ONCE,
    MFA_SUPPORTED_TYPES,
    MFA_TOTP_ISSUER,
    MFA_TOTP_TOLERANCE,
    MFA_WEBAUTHN_USER_VERIFICATION,
    PASSWORD_HASHERS,
    PASSWORD_RESET_TIMEOUT,
    ROLE_REVIEW_DAYS,
    SECOND_FACTOR_KEYS,
    SECOND_FACTOR_ROLES,
    SOCIALACCOUNT_ADAPTER,
)
from mitwirkung.database import database_settings
from mitwirkung.environment import credential_file, flag, items, number, secret
from mitwirkung.log_settings import LOG_FORMAT, LOGGING  # noqa: F401  as above

django_stubs_ext.monkeypatch()  # forms.ModelForm[Model] and the like

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("MITWIRKUNG_VAR", BASE_DIR / "var"))

PRODUCTION = flag("MITWIRKUNG_PRODUCTION", default=False)
DEBUG = flag("MITWIRKUNG_DEBUG", default=False)
SECRET_KEY = secret("MITWIRKUNG_SECRET_KEY", "" if PRODUCTION else "only-for-trying-out-and-tests")
if not SECRET_KEY:
    raise ImproperlyConfigured("MITWIRKUNG_SECRET_KEY is not set: production needs a long random secret.")
# Former secret keys, separated by white space: what was signed with them lives on until they are taken out.
SECRET_KEY_FALLBACKS = secret("MITWIRKUNG_SECRET_KEY_FALLBACKS").split()
ALLOWED_HOSTS = items("MITWIRKUNG_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
# Public URL: printed on every PDF, so it must last.
_home = f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION and ALLOWED_HOSTS else "http://127.0.0.1:8000"
PUBLIC_URL = os.environ.get("MITWIRKUNG_PUBLIC_URL", _home).rstrip("/")
if not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+", PUBLIC_URL):
    raise ImproperlyConfigured(
        f"MITWIRKUNG_PUBLIC_URL must be an address such as https://vertraege.example, not {PUBLIC_URL!r}."
    )
# How many reverse proxies of our own stand in front: that many entries of X-Forwarded-For are believed.
PROXIES = number("MITWIRKUNG_PROXIES", default=1 if PRODUCTION else 0)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

INSTALLED_APPS = [
    "mitwirkung.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "districts",
    "agreements",
    "mitwirkung",
]
MIDDLEWARE = [
    "mitwirkung.middleware.numbered_requests",  # the first: its line says how everything was answered
    "districts.security_log.middleware.security_log",  # before all that may be rolled back
    "mitwirkung.response_headers.response_headers",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # behind what static files need, too
    "mitwirkung.caching.private_pages",
    "mitwirkung.methods.method_middleware",
    "mitwirkung.middleware.redirects_for_scripts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "mitwirkung.middleware.BodyLimit",  # before the token is looked for in the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "mitwirkung.own_sessions.middleware.IdleTimeout",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mitwirkung.second_factor.middleware.SecondFactorMiddleware",
    "mitwirkung.one_time_keys.OneTimeKeyMiddleware",  # the last: it runs the view
]
ROOT_URLCONF = "mitwirkung.urls"
WSGI_APPLICATION = "mitwirkung.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mitwirkung.navigation.navigation",
            ],
            "builtins": [f"mitwirkung.templatetags.{name}" for name in ("formats", "looks", "ui")],
        },
    }
]

DATABASES = {"default": database_settings()}
# Counts how often an address asks; in the database, so that all processes count together (made by `migrate`).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "mitwirkung_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # frozen texts as HTML, some 100 kB each; every process makes its own
    "frozen_html": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "frozen_html",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
}
# The tasks are loaded by the worker only (agreements/jobs.py); everybody else wakes them by name.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "districts.User"
LANGUAGE_CODE = "de"
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Signed documents and scans, kept by their SHA-256; never below a folder that a web server publishes.
FILES_ROOT = Path(os.environ.get("MITWIRKUNG_FILES", VAR_DIR / "files"))
# Instead of the folder: a bucket on S3, for several machines. The endpoint is empty for AWS itself.
S3_BUCKET = os.environ.get("MITWIRKUNG_S3_BUCKET", "")
S3_ENDPOINT = os.environ.get("MITWIRKUNG_S3_ENDPOINT", "")
S3_REGION = os.environ.get("MITWIRKUNG_S3_REGION", "eu-central-1")
S3_PREFIX = os.environ.get("MITWIRKUNG_S3_PREFIX", "")
S3_KEY, S3_SECRET = secret("MITWIRKUNG_S3_KEY"), secret("MITWIRKUNG_S3_SECRET")
if S3_BUCKET and not (S3_KEY and S3_SECRET):
    raise ImproperlyConfigured("MITWIRKUNG_S3_BUCKET needs MITWIRKUNG_S3_KEY and MITWIRKUNG_S3_SECRET.")
if S3_ENDPOINT and not re.fullmatch(r"https?://[A-Za-z0-9.:\[\]-]+/?", S3_ENDPOINT):
    raise ImproperlyConfigured(
        f"MITWIRKUNG_S3_ENDPOINT must be an address such as https://s3.example, not {S3_ENDPOINT!r}."
    )
# Certificates that uploaded signatures are judged by; each subfolder is a list, see docs/operations.md.
TRUST_ANCHORS = Path(os.environ.get("MITWIRKUNG_TRUST_ANCHORS", VAR_DIR / "trust"))
# The association's own seal: a PKCS#12 file, its password, and the RFC 3161 service that tells the time.
SEAL_FILE = os.environ.get("MITWIRKUNG_SEAL_FILE") or str(credential_file("MITWIRKUNG_SEAL_FILE") or "")
SEAL_PASSWORD = secret("MITWIRKUNG_SEAL_PASSWORD")
SEAL_MODULE = os.environ.get("MITWIRKUNG_SEAL_MODULE", "")
SEAL_TOKEN = os.environ.get("MITWIRKUNG_SEAL_TOKEN", "")
SEAL_LABEL = os.environ.get("MITWIRKUNG_SEAL_LABEL", "")
TIME_STAMP_URL = os.environ.get("MITWIRKUNG_TIME_STAMP_URL", "")
if TIME_STAMP_URL and not re.match(r"https?://", TIME_STAMP_URL):
    raise ImproperlyConfigured("MITWIRKUNG_TIME_STAMP_URL must begin with http:// or https://.")
# Checks uploaded evidence for malware: the socket of clamd, or its host and port. Without it nothing is checked.
CLAMD = os.environ.get("MITWIRKUNG_CLAMD", "")
if CLAMD and not re.fullmatch(r"/.+|[^/:]+:[0-9]{1,5}", CLAMD):
    raise ImproperlyConfigured(
        f"MITWIRKUNG_CLAMD must be a socket such as /run/clamav/clamd.ctl or host:port, not {CLAMD!r}."
    )
# E-mails: an SMTP server, or for trying out a folder that they are written into instead.
EMAIL_HOST = os.environ.get("MITWIRKUNG_EMAIL_HOST", "")
EMAIL_PORT = number("MITWIRKUNG_EMAIL_PORT", default=587)
EMAIL_HOST_USER = os.environ.get("MITWIRKUNG_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = secret("MITWIRKUNG_EMAIL_PASSWORD")
_email_tls = os.environ.get("MITWIRKUNG_EMAIL_TLS", "starttls")
if _email_tls not in {"starttls", "tls", "none"}:
    raise ImproperlyConfigured(f"MITWIRKUNG_EMAIL_TLS must be starttls, tls or none, not {_email_tls!r}.")
EMAIL_USE_TLS, EMAIL_USE_SSL = _email_tls == "starttls", _email_tls == "tls"
EMAIL_TIMEOUT = 20
EMAIL_FILE_PATH = os.environ.get("MITWIRKUNG_EMAIL_FOLDER", "")
if EMAIL_FILE_PATH and PRODUCTION:
    raise ImproperlyConfigured("MITWIRKUNG_EMAIL_FOLDER is for trying out: production sends its e-mails.")
EMAIL_BACKEND = f"django.core.mail.backends.{'filebased' if EMAIL_FILE_PATH else 'smtp'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("MITWIRKUNG_EMAIL_FROM", "MitWirkung <mitwirkung@localhost>")
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Named on the pages on privacy and accessibility; lines are separated by |.
OPERATOR = os.environ.get("MITWIRKUNG_OPERATOR", "")
PRIVACY_OFFICER = os.environ.get("MITWIRKUNG_PRIVACY_OFFICER", "")
ACCESSIBILITY_CONTACT = os.environ.get("MITWIRKUNG_ACCESSIBILITY_CONTACT", "")
# How long an agreement is kept after its end before it is offered to the Landesarchiv.
STALE_AFTER_DAYS = number("MITWIRKUNG_STALE_AFTER_DAYS", default=90)
RETENTION_YEARS = number("MITWIRKUNG_RETENTION_YEARS", default=10)
# Opens /metriken/; without it the page does not exist.
METRICS_TOKEN = secret("MITWIRKUNG_METRICS_TOKEN")
# How long the security log keeps its entries.
SECURITY_LOG_MONTHS = number("MITWIRKUNG_SECURITY_LOG_MONTHS", default=12)
if not SECURITY_LOG_MONTHS:
    raise ImproperlyConfigured("MITWIRKUNG_SECURITY_LOG_MONTHS must be at least 1.")
UPLOAD_MAX_BYTES = 20 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000  # the preview of a pasted text has one for each of its lines
# what is let in is read whole anyway; on the way it needs no place in a temporary folder that may be full
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "mitwirkung.form_renderer.FormRenderer"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws its form marks as data images
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REDIRECT_EXEMPT = [r"^(gesund|bereit)/$"]  # probes of the own network ask without TLS
SECURE_REFERRER_POLICY, X_FRAME_OPTIONS = "same-origin", "DENY"
CSRF_FAILURE_VIEW = "mitwirkung.views.stale_form"
COOKIE_PREFIX = "__Host-" if PRODUCTION else ""  # no neighbouring host can set it
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
MESSAGE_STORAGE = "mitwirkung.message_storage.MessageStorage"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
