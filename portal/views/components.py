"""The gallery: every component in all its states, and the page that accessibility is tested on."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import public
from core.http import render_page
from portal.templatetags.gallery import components
from portal.views.specimens import specimens

DARK = re.compile(r"@media [^{]*\(prefers-color-scheme: dark\) \{")
PAPER = "@media print"
# What a column is on the narrowest phone.
NARROW = ".page { max-width: 20rem; }"
LOOKS = ("light", "dark", "narrow")


@public()
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in all its states. Only where the program is shown or built, never in use.
    `?look=dark` shows it in the dark whatever the device is set to."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404("The gallery is for those who build the program.")
    if request.GET.get("sheet") in LOOKS:
        return HttpResponse(_sheet(request.GET["sheet"]), content_type="text/css; charset=utf-8")
    look = request.GET.get("look", "")
    context = {
        **specimens(),
        "components": sorted(components()),
        "look": look if look in LOOKS else "",
        "looks": [(one, one.capitalize()) for one in LOOKS],
    }
    return render_page(request, "portal/components.html", context)


def _sheet(look: str) -> str:
    """The palette of one scheme for any device, from the palette's own file."""
    if look == "narrow":
        return NARROW
    tokens = Path(str(finders.find("css/tokens.css"))).read_text()
    light, rest = DARK.split(tokens)
    if look == "light":
        return light[light.index(":root") :] + ":root { color-scheme: light; }"
    dark = rest.split(PAPER)[0].rstrip().removesuffix("}")
    return dark + ":root { color-scheme: dark; }"
