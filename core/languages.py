"""Which language a page is in: the one somebody chose, kept in a cookie, and otherwise English.

A browser's own preference is not followed on purpose: Welsh is a draft until a native speaker has
checked it (docs/decisions/0030), so nobody should get it without asking for it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

ASK = "lang"
# The product's own words that its pages say, one and many, for an authority that has none of its
# own (product.md, "Words").
GENERIC = {
    "action": (_("action"), _("actions")),
    "annual report": (_("annual report"), _("annual reports")),
    "care consultant": (_("care consultant"), _("care consultants")),
    "challenge": (_("challenge"), _("challenges")),
    "escalation": (_("escalation"), _("escalations")),
    "expectation": (_("expectation"), _("expectations")),
    "impact report": (_("impact report"), _("impact reports")),
    "meeting": (_("meeting"), _("meetings")),
    "outcome": (_("outcome"), _("outcomes")),
    "priority": (_("priority"), _("priorities")),
}
Answer = Callable[[HttpRequest], HttpResponse]


def generic_word(key: str, *, many: bool = False) -> str:
    """The product's own word, in the language that is on; English for one that no page says yet."""
    if key in GENERIC:
        return str(GENERIC[key][many])
    if not many:
        return key
    return key[:-1] + "ies" if key.endswith("y") and key[-2] not in "aeiou" else key + "s"


def own_lang() -> SafeString:
    """The attribute for what people wrote, on a page that is in another language than theirs: a
    screen reader then reads it with the right voice (WCAG 3.1.2). Nothing on an English page."""
    if translation.get_language() == settings.LANGUAGE_CODE:
        return SafeString("")
    return format_html(' lang="{}"', html_code(settings.LANGUAGE_CODE))


def html_code(code: str) -> str:
    """A language as HTML writes it: en-GB for Django's en-gb."""
    language, _dash, region = code.partition("-")
    return f"{language}-{region.upper()}" if region else language


def in_default_language() -> AbstractContextManager[None]:
    """Inside, words come in the program's own language, whatever this page's is: for what is stored
    or sent (the trail, an e-mail), which others read than whoever asked for a language."""
    return translation.override(settings.LANGUAGE_CODE)


class LanguageMiddleware:
    """Puts each request into the language of its cookie. `?lang=cy` on a page that is read changes
    the cookie and leads to the same page again, its other questions kept. Costs no query."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.codes = dict(settings.LANGUAGES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and request.GET.get(ASK, "") in self.codes:
            return self._choose(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in self.codes else settings.LANGUAGE_CODE
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.answer(request)
        # What may be kept for good by everybody, such as a logo, has no words in it.
        if "immutable" not in response.headers.get("Cache-Control", ""):
            response.headers.setdefault("Content-Language", code)
            patch_vary_headers(response, ["Cookie"])
        return response

    def _choose(self, request: HttpRequest) -> HttpResponse:
        rest = request.GET.copy()
        code = str(rest.pop(ASK)[-1])
        # A path that begins with two slashes would lead to another host.
        path = "/" + request.path.lstrip("/")
        response = HttpResponseRedirect(f"{path}?{rest.urlencode()}" if rest else path)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
        patch_vary_headers(response, ["Cookie"])
        return response
