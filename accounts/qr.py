"""The picture that an authenticator app reads. Drawn here: no secret leaves this machine."""

from allauth.mfa.adapter import get_adapter
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.models import Person


def qr_code(person: Person, secret: str) -> SafeString:
    """An SVG of the address an app is set up with: black on white in any scheme, for cameras."""
    import qrcode  # only this page needs it

    code = qrcode.QRCode(border=4)
    code.add_data(get_adapter().build_totp_url(person, secret))
    code.make(fit=True)
    rows = code.get_matrix()
    dots = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr-code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" width="232" '
        'height="232" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/>'
        '<path fill="#000" d="{2}"/></svg>',
        len(rows),
        _("QR code for your authenticator app. The letters below are the same code."),
        dots,
    )
