"""The headers that guard every answer, written out: what the program sends is compared with this
and never with its own settings."""

from collections.abc import Iterator, Mapping

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; manifest-src 'self'; "
    "script-src 'self'; style-src 'self'"
)
GUARDS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
        "gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# With any of these a browser would allow more than the headers above do.
NEVER = (
    "Content-Security-Policy-Report-Only",
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
)


def unguarded(headers: Mapping[str, str]) -> Iterator[str]:
    """What the headers of an answer lack, or say otherwise."""
    for name, expected in GUARDS.items():
        sent = headers.get(name, "")
        if name == "Content-Security-Policy":
            sent = "; ".join(sorted(part.strip() for part in sent.split(";") if part.strip()))
        if sent != expected:
            yield f"{name}: {sent}"
    for name in NEVER:
        if name in headers:
            yield f"{name}: {headers[name]}"
