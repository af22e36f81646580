"""The Content-Security-Policy: nothing inline, nothing from elsewhere."""

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
