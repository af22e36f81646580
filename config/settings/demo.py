"""`make run`: the whole program on one machine with invented people, never for real use."""

import os

os.environ.setdefault("EMAIL_URL", "consolemail://")

from config.settings.base import *

DEMO = True
SECRET_KEY = "demo-only-not-a-secret-demo-only-not-a-secret-demo-only"
ALLOWED_HOSTS = ["*"]
