"""Settings: one file; production differs from a laptop by environment only.

With nothing set, everything runs on SQLite and a filesystem broker under DATA_DIR.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from portal.env import (
    env_bool,
    env_choice,
    env_database,
    env_email,
    env_folder,
    env_int,
    env_list,
    env_number,
    env_str,
    is_public,
    kept_secret,
)
from portal.fingerprint import fingerprint
from portal.signin import sign_in_settings

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env_folder("DATA_DIR", BASE_DIR / "var")

DEBUG = env_bool("DEBUG", False)
SECRET_KEY = env_str("SECRET_KEY") or kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
BASE_URL = env_str("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
_IS_HTTPS = urlsplit(BASE_URL).scheme == "https"

INSTALLED_APPS = [
    "portal",
    "portal.web",
    "regions",
    "post_office",
    "portal.mail",
    "portal.accounts",
    "portal.notices",
    "matching",
    "matching.outcomes",
    "matching.keeping",
    "matching.introductions",
    "matching.partner_requests",
    "matching.commitments",
    "matching.warm",
    "matching.partnerships",
    "matching.partnerships.suggestions",
    "matching.calls",
    "matching.consortia",
    "matching.sharing",
    "portal.guide.glossary",
    "portal.guide.chapters",
    "portal.guide.checklists",
    "portal.guide.practices",
    "portal.guide.assessments",
    "portal.guide.peers",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "portal.web.middleware.LargeBodyMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.LastSeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.web.middleware.RefuseNullMiddleware",
    "portal.web.middleware.DatabaseDownMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# SQLite: writers queue instead of failing, readers never wait (WAL). Measured with
# eight writers; Django's defaults fail at once there.
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {
    "default": env_database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")
}
# A database server means that others use this installation too.
SERVES_OTHERS = not DATABASES["default"]["ENGINE"].endswith("sqlite3")
if not SERVES_OTHERS:
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
vars().update(sign_in_settings(_IS_HTTPS))
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German")), ("fr", _("French"))]
# What Django writes as "Nov. 26, 2026" is read in Europe as "26 November 2026".
FORMAT_MODULE_PATH = "portal.formats"
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env_str("STATIC_DIR", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

CACHES = {
    # Failed attempts to sign in are counted here, so all processes and machines must
    # see the same. A migration makes the table.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Entries are keyed by the register's version, so a cache of each process's own is
    # never stale, only sometimes cold.
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Every mail is put into a queue; workers take it from there to what EMAIL_URL names.
EMAIL_CONFIG = env_email("EMAIL_URL", "filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_BACKEND = "portal.mail.backends.QueueBackend"
EMAIL_TIMEOUT = 20
MAIL_FOLDER = Path(EMAIL_CONFIG["EMAIL_FILE_PATH"] or DATA_DIR / "mail")
_TO_FOLDER = EMAIL_CONFIG["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
POST_OFFICE = {
    "BACKENDS": {
        "default": "portal.mail.backends.FolderBackend"
        if _TO_FOLDER
        else EMAIL_CONFIG["EMAIL_BACKEND"]
    },
    # It would raise in a request while the broker is down; portal/mail wakes workers.
    "CELERY_ENABLED": False,
}
# Mails hold links that sign people in: only who runs the portal for himself sees them.
MAIL_FOLDER_PAGE = _TO_FOLDER and not SERVES_OTHERS and not is_public(BASE_URL)
_HOST = urlsplit(BASE_URL).hostname if is_public(BASE_URL) else "localhost"
DEFAULT_FROM_EMAIL = env_str("MAIL_FROM", f"Smart Regions <noreply@{_HOST}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _IS_HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _IS_HTTPS else 0
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    # The proxy in front ends TLS and redirects; sub-domains are not ours to bind.
    "security.W005",
    "security.W008",
    "security.W021",
    # Choices that are read from the register are texts, as the API schema assumes.
    "drf_spectacular.W001",
]

# Each costs some tens of milliseconds, and anybody may ask.
MATCH_IDEAS_PER_MINUTE = env_int("MATCH_IDEAS_PER_MINUTE", 60, least=1)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication"
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticatedOrReadOnly"
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PAGINATION_CLASS": "portal.web.api.Pages",
    "DEFAULT_FILTER_BACKENDS": ["portal.web.api.StrictFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "portal.web.api.problem_handler",
    "PAGE_SIZE": 25,
    # Ideas sent to match-idea by one caller, counted in each web process.
    "DEFAULT_THROTTLE_RATES": {
        "match-idea": f"{MATCH_IDEAS_PER_MINUTE}/minute",
        # The form asks when somebody has paused; a coach's answer is a hundred rows.
        "match-preview": "60/minute",
        "match-coach": "20/minute",
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Smart Regions API",
    "DESCRIPTION": "Regions, strategies, clusters and their best partners, as data.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    # Two kinds of things are called "kind".
    "ENUM_NAME_OVERRIDES": {
        "CallStatusEnum": "matching.calls.models.Status",
        "EventStageEnum": "matching.outcomes.models.Stage",
        "ItemKindEnum": "regions.models.ItemKind",
        "PartnershipStatusEnum": "matching.partnerships.choices.Status",
        "PartnerRequestStateEnum": "matching.partner_requests.models.State",
        "StateEnum": "matching.introductions.models.State",
        "StatusEnum": "regions.models.Status",
    },
}

# The embedded broker is a folder: the same processes as in production, another URL.
BROKER_DIR = DATA_DIR / "broker"
CELERY_BROKER_URL = env_str("CELERY_BROKER_URL", "filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem"):
    BROKER_DIR.mkdir(exist_ok=True)
    (BROKER_DIR / "control").mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR),
        "data_folder_out": str(BROKER_DIR),
        "control_folder": str(BROKER_DIR / "control"),
        # Kombu would read one message a second: the jobs of a worker's first seconds
        # would keep a run, an edit or a mail waiting.
        "polling_interval": 0.2,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
# Who waits for an answer learns at once that the broker is down: kombu would wait six
# seconds before its third try.
CELERY_BROKER_TRANSPORT_OPTIONS |= {"max_retries": 1, "interval_start": 0}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# How many candidates a profile's list keeps, how many profiles one block holds, and how
# many workers are woken to share the blocks of a run.
MATCHES_PER_PROFILE = env_int("MATCHES_PER_PROFILE", 100, least=20)
# Points of score within which those seldom shown come first; 0: the score alone.
FAIRNESS_MARGIN = env_number("FAIRNESS_MARGIN", 1.0, most=10)
MATCHING_STEP_ROWS = env_int("MATCHING_STEP_ROWS", 512, least=1)
MATCHING_WORKERS = env_int("MATCHING_WORKERS", 1, least=1)
# Threads with which one worker scores a block.
MATCHING_THREADS = env_int("MATCHING_THREADS", 1, least=1)
# Where runs leave their index for all processes of this machine.
INDEX_DIR = DATA_DIR / "index"
# The engine as it is now: what it stored, or Numba compiled, is of use to no other.
ENGINE_CODE = fingerprint(BASE_DIR / "matching" / "engine")
# Where the compiled kernel is kept; Numba reads the variable when it is imported, after
# the settings. The code's own folder need not be writable.
KERNEL_DIR = Path(env_str("KERNEL_DIR", str(DATA_DIR / "kernel"))) / ENGINE_CODE
os.environ["NUMBA_CACHE_DIR"] = str(KERNEL_DIR)
# A run whose worker gave no sign of life for so many seconds is picked up again.
MATCHING_STALE_SECONDS = env_int("MATCHING_STALE_SECONDS", 60, least=1)

# Against mass mailing: how many letters of one profile may wait for an answer, how many
# it sends a day and a person a week, and for how many days a no, or silence, holds.
INTRODUCTIONS_OPEN_MOST = 10
INTRODUCTIONS_A_DAY = 5
INTRODUCTIONS_A_WEEK = 20
INTRODUCTION_DECLINED_DAYS = 90
INTRODUCTION_EXPIRED_DAYS = 30
INTRODUCTION_WITHDRAWN_DAYS = 7
# The least, the usual and the most days that the other side is given for an answer.
INTRODUCTION_REPLY_DAYS = (7, 14, 30)
# How long contact data stay to be seen after an introduction was closed in good terms.
INTRODUCTION_CONTACT_DAYS = 365

# Files that people import: larger ones are refused before they are read. A job whose
# worker gave no sign of life for so long is picked up again; writing, the longest step
# without one, takes a few seconds for so many rows.
IMPORT_MOST_BYTES = 10 * 1024 * 1024
# What any other page takes: a proof of 5 MB and the form around it.
MOST_BYTES_SENT = 6 * 1024 * 1024
IMPORT_MOST_ROWS = 20_000
IMPORT_STALE_SECONDS = env_int("IMPORT_STALE_SECONDS", 120, least=1)

LOG_LEVEL = env_choice(
    "LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
