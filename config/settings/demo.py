"""`make run`: the whole program on one machine with invented people, never for real use."""

import os

os.environ.setdefault("EMAIL_URL", "consolemail://")

from config.settings.base import *
from config.settings.base import VAR

DEMO = True
if os.environ["EMAIL_URL"] == "consolemail://":
    EMAIL_BACKEND = "portal.demo_mail.EmailBackend"
    DEMO_MAIL = VAR / "mail"
SECRET_KEY = "demo-only-not-a-secret-demo-only-not-a-secret-demo-only"
ALLOWED_HOSTS = ["*"]
