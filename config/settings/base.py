"""What every environment shares. Production is the default; demo and test say how they differ.

Every variable read here is in the table of `docs/configuration.md`.
"""

from pathlib import Path
from typing import Any

import environ

from core.csp import allowing_forms_to

env = environ.Env()
ROOT = Path(__file__).resolve().parent.parent.parent
VAR = Path(env("GOLDEN_THREAD_VAR", default=str(ROOT / "var")))

DEMO = False
DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    # Its templates draw what no component here does, such as an error list turned into text.
    "django.forms",
    "django_htmx",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "core",
    "accounts",
    "documents",
    "expectations",
    "voice",
    "outcomes",
    "cooperative",
    "impact",
    "portal",
    "frameworks",
]

MIDDLEWARE = [
    "core.http.drop_body_of_head",
    "core.errors.give_reference",
    "core.patience.pages_wait_briefly",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.http.CompressPages",
    "csp.middleware.CSPMiddleware",
    "core.http.set_permissions_policy",
    "core.languages.LanguageMiddleware",
    "core.http.limit_request_size",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            # Named here and not put in by its app, which loads the whole of Django's admin.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "libraries": {"partials": "template_partials.templatetags.partials"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.page_frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "core.templatetags.components",
                "core.templatetags.charts",
                "core.templatetags.forms",
                "core.templatetags.lists",
                "core.templatetags.progress",
                "core.templatetags.words",
            ],
        },
    }
]

# SQLite: write-ahead log, a transaction that takes its lock when it begins, and patience. With
# the defaults 20 writers lost 140 of 200 writes; with these none.
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": VAR / "golden-thread.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
            "PRAGMA recursive_triggers=ON;PRAGMA foreign_keys=ON;"
        ),
    },
}
if env("DATABASE_URL", default=""):
    DATABASES = {"default": env.db("DATABASE_URL")}
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
    if "postgresql" in DATABASES["default"]["ENGINE"]:
        # A server that is gone from the network is given up after so many seconds.
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 2)
else:
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES = {"default": SQLITE}

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotEasilyGuessed"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
ANONYMOUS_USER_NAME = None
# Rights are asked through core.permissions, never through has_perm, so its backend stays out.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "portal:start"
LOGOUT_REDIRECT_URL = "portal:welcome"

# Signing in: django-allauth does it, behind our own pages (docs/decisions/0024).
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
# An address is proved by the invitation's link or by a code, before allauth hears of it.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_TIMEOUT = 20 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "200/15m/ip,10/15m/key"}
MFA_ADAPTER = "accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Golden Thread"
# A phone's clock may be half a minute off. A code that was used is refused for longer than that.
MFA_TOTP_TOLERANCE = 1
# A council's own directory, by OpenID Connect (docs/sign-in.md). Empty: there is none.
OIDC_ISSUER = env("OIDC_ISSUER", default="").rstrip("/")
# The authority whose directory it is: then it signs in only whoever belongs to that one alone.
OIDC_AUTHORITY = env("OIDC_AUTHORITY", default="")
OIDC_NAME = env("OIDC_NAME", default="my council account")
# "amr": the directory's word counts when it says that it asked for more than a password.
# "always": it always asks, and need not say so. "never": our own second step is asked for as well.
OIDC_SECOND_STEP = env("OIDC_SECOND_STEP", default="amr")
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "directory",
                "name": OIDC_NAME,
                "client_id": env("OIDC_CLIENT_ID", default=""),
                "secret": env("OIDC_CLIENT_SECRET", default=""),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    "oauth_pkce_enabled": True,
                    "fetch_userinfo": False,
                },
            }
        ]
        if OIDC_ISSUER
        else []
    }
}
# How many of our own proxies stand in front, each of which adds to X-Forwarded-For. With a wrong
# number everybody has one address, or may invent theirs, and the limits on tries mean little.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [ROOT / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 60 * 60 * 24 * 365
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
DATE_INPUT_FORMATS = [
    "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y",
    "%d-%b-%Y", "%d-%b-%y", "%d %b %y", "%d-%B-%Y",
]  # fmt: skip

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
STORAGES = {
    "default": {"BACKEND": "core.files.PrivateStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR / "media")))
MEDIA_URL = "/no-public-media/"
UPLOAD_MAX_BYTES = 10 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# Five files as big as they may be, and the words beside them: nothing bigger is even read.
BODY_MAX_BYTES = 5 * UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
FORM_RENDERER = "core.forms.Renderer"

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
# How long somebody may be away before they are signed out: those who take two steps, and all others
# (accounts/idle.py says why they differ).
IDLE_MINUTES = env.int("IDLE_MINUTES", default=30)
IDLE_MINUTES_OTHERS = env.int("IDLE_MINUTES_OTHERS", default=7 * 24 * 60)
SESSION_COOKIE_AGE = max(IDLE_MINUTES, IDLE_MINUTES_OTHERS) * 60
CSRF_FAILURE_VIEW = "portal.views.errors.stale_form"
CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {"DIRECTIVES": allowing_forms_to(env("OIDC_ISSUER", default=""))}

REDIS_URL = env("REDIS_URL", default="")
BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://localhost"  # the folder of core.broker
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a worker waits for its broker as long as it takes
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
# Measured with a killed worker: its task comes back after 12 seconds instead of 107. A task may be
# called twice; the lease on its row lets it be done once.
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "visibility_timeout": 180,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "max_retries": 0,
    }
    if REDIS_URL
    else {}
)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"

# Both go on in the database when they fail (core.cache): a sign-in counts its tries here.
CACHES = {
    "default": {"BACKEND": "core.redis_cache.RedisOrDatabase", "LOCATION": REDIS_URL}
    if REDIS_URL
    # Without Redis a folder, which all processes of this machine share. Old entries stay until
    # there are many, or a count could go before its time.
    else {
        "BACKEND": "core.cache.FolderOrDatabase",
        "LOCATION": str(VAR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10000},
    },
    "database": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "core_cacheentry",
        "OPTIONS": {"MAX_ENTRIES": 100000},
    },
}

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 10
# Where links in e-mails point: without a name of its own, where the web server listens.
_HOST = env("HOST", default="127.0.0.1").replace("0.0.0.0", "127.0.0.1")  # noqa: S104 (compared)
BASE_URL = env("BASE_URL", default=f"http://{_HOST}:{env('PORT', default='8000')}")
# A folder that keeps the last e-mails, for a page of the demo. Nothing is kept without it.
DEMO_MAIL: Path | None = None
# Where "Leave this site" leads on young people's pages: somewhere that says nothing about anybody.
QUICK_EXIT_URL = env("QUICK_EXIT_URL", default="https://www.bbc.co.uk/weather")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="golden-thread@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"plain": {"()": "core.errors.PlainLines"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["plain"]}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        # The timetable and the heartbeat would fill the log; what went wrong is still told.
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.request": {"level": "WARNING"},
        "pikepdf._core": {"level": "WARNING"},
    },
}
