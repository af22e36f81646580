"""Every address of the program. Each app's routes are whole, so they are all included at the root.

Order matters once: words of our own (`/sign-in/`, `/demo/`) come before an authority's name. An app
that has addresses is included because it has them.
"""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from core.health import healthz, readyz

APPS = "accounts portal outcomes cooperative voice expectations documents impact frameworks".split()

handler400 = "portal.views.errors.bad_request"
handler500 = "portal.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
]
