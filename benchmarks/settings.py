"""The program as it runs, plus one bare page to measure it by. Database from DATABASE_URL, else a
SQLite file of its own."""

import os
import tempfile
from pathlib import Path

from config.settings.base import *
from config.settings.base import DATABASES, STORAGES

DEMO = False
SECRET_KEY = "bench-only"
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
ROOT_URLCONF = "benchmarks.urls"
# The processes that a bench starts share the folder of the bench.
VAR = Path(os.environ.get("BENCH_VAR") or tempfile.mkdtemp(prefix="golden-thread-bench-"))
os.environ["BENCH_VAR"] = str(VAR)
MEDIA_ROOT = VAR / "media"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"] = {**DATABASES["default"], "NAME": VAR / "bench.sqlite3"}
LOGGING = {"version": 1, "disable_existing_loggers": True}
