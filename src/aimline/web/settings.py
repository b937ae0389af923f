"""The one settings file."""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pysqlite3
from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

# The system's SQLite may carry the WAL-reset fault; the packaged one does not (docs/decisions/0003).
sys.modules["sqlite3"] = pysqlite3

from aimline.web.environment import environment  # noqa: E402  (Django must meet the packaged SQLite first)

ENVIRONMENT = environment()
WEB = Path(__file__).parent
DATA = ENVIRONMENT.data.absolute()

# Reading the settings leaves no trace on the disk: the key is made when something is signed for the first time.
SECRET_KEY = SimpleLazyObject(lambda: ENVIRONMENT.key)
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.hosts.split(",")
TODAY = ENVIRONMENT.today
IS_DEMO = ENVIRONMENT.mode == "demo"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "aimline.apps.accounts",
    "aimline.apps.journal",
    "aimline.apps.organizations",
    "aimline.apps.results",
    "aimline.apps.publication",
    "aimline.apps.standards",
    "aimline.apps.goals",
    "aimline.apps.monitoring",
    "aimline.apps.intake",
    "aimline.apps.connections",
    "aimline.apps.keeping",
    "aimline.apps.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "aimline.web.middleware.Gate",
]

ROOT_URLCONF = "aimline.web.urls"
WSGI_APPLICATION = "aimline.web.wsgi.application"

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # so that a widget may have a template of ours
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"words": "aimline.web.templatetags.words"},
            "builtins": ["aimline.web.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "aimline.web.context.frame",
            ],
        },
    }
]


def sqlite(folder: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "aimline.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-64000;"
            ),
        },
    }


def postgresql(address: str) -> dict[str, object]:
    parts = urlsplit(address)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "options": (
                "-c statement_timeout=60000 -c lock_timeout=20000 -c idle_in_transaction_session_timeout=60000"
                " -c aimline.districts=*"
            ),
        },
    }


DATABASES = {"default": postgresql(ENVIRONMENT.database) if ENVIRONMENT.database else sqlite(DATA)}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["aimline.web.sign_in.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "aimline.web.sign_in.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Per address and per account, wide enough that a school behind one address is never locked out together.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "200/m/ip,10/5m/key"}

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [WEB / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [WEB / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000 if ENVIRONMENT.mode == "production" else 60

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = DATA / "incoming"
PRIVATE_HOSTS = frozenset(filter(None, (host.strip().lower() for host in ENVIRONMENT.private_hosts.split(","))))
WAREHOUSE_THREADS = ENVIRONMENT.warehouse_threads

TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if ENVIRONMENT.tasks == "database"
        else "django_tasks.backends.immediate.ImmediateBackend"
    }
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
SILENCED_SYSTEM_CHECKS: list[str] = []
