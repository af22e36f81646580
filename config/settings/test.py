"""Unit tests: the same program, a quick password hasher, no worker process."""

import tempfile
from pathlib import Path

from config.settings.base import *
from config.settings.base import CACHES, DATABASES, STORAGES, TEMPLATES
from tests.support.strict import Undefined

DEMO = True
SECRET_KEY = "test-only"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
VAR = Path(tempfile.mkdtemp(prefix="golden-thread-test-"))
MEDIA_ROOT = VAR / "media"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir()
BROKER_FOLDER = VAR / "broker"
DEMO_MAIL = VAR / "mail"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    **CACHES,
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# A misspelt variable must fail, not print nothing.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = Undefined("undefined")
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": None}
# Eager only here: a unit test calls the operation, a services test runs a real worker. A wake-up
# call goes nowhere.
CELERY_TASK_ALWAYS_EAGER = True
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
