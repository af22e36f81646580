"""The Content-Security-Policy: nothing inline, nothing from elsewhere."""

from urllib.parse import urlsplit

NONE = "'none'"
SELF = "'self'"

POLICY = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "font-src": [SELF],
    "img-src": [SELF, "data:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
    "manifest-src": [SELF],
}


def allowing_forms_to(url: str) -> dict[str, list[str]]:
    """The policy, with forms that may also lead to another place: a council's directory. A browser
    holds a form to the policy even where the answer to it leads on elsewhere."""
    place = urlsplit(url)
    if not place.netloc:
        return POLICY
    return POLICY | {"form-action": [*POLICY["form-action"], f"{place.scheme}://{place.netloc}"]}
