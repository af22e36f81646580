"""Where everybody may go, signed in or not: each such address, once. Written by hand, like the
entries of those who work here."""

from typing import Any

from accounts.colours import VERSION
from tests.access.entry import (
    Arguments,
    of,
    year_of,
)

# Open to anyone, of one authority. The second value is what another authority's words give.
PUBLIC: dict[str, Arguments] = {
    "accounts:words-we-use": lambda scene: {},
    "accounts:logo": lambda scene: {"digest": scene.shown_logo.digest},
    "impact:front": lambda scene: {},
    "impact:public-reports": lambda scene: {},
    "impact:public-report": of("published", "report", "slug"),
    "impact:public-document": lambda scene: {"report": scene.published.slug, "kind": "full"},
    "impact:public-annual": year_of("public_year"),
    "impact:public-annual-document": year_of("public_year"),
    "impact:you-said": lambda scene: {},
    "impact:public-expectations": lambda scene: {},
    "impact:public-outcomes": lambda scene: {},
    "impact:public-meetings": lambda scene: {},
    "impact:open-data": lambda scene: {},
    "impact:open-data-file": lambda scene: {"name": "actions", "kind": "csv"},
}

# Of no authority: what an unknown visitor gets, and what somebody signed in gets.
GENERAL: dict[str, tuple[dict[str, Any], int, int]] = {
    "healthz": ({}, 200, 200),
    "readyz": ({}, 503, 503),
    "accounts:sign-in": ({}, 200, 302),
    "accounts:news-stop": ({"token": "unknown"}, 404, 404),
    "accounts:look-style": ({"version": VERSION, "colour": "1d4ed8"}, 200, 200),
    "accounts:sign-in-code": ({}, 302, 302),
    "accounts:sign-in-password": ({}, 200, 302),
    "accounts:sign-in-passkey": ({}, 200, 302),
    "accounts:sign-in-directory": ({}, 404, 404),
    "accounts:directory-back": ({}, 404, 404),
    "accounts:directory-link": ({}, 405, 405),
    "accounts:directory-unlink": ({}, 302, 403),
    "accounts:second-step": ({}, 302, 302),
    "accounts:second-step-needed": ({}, 302, 302),
    "accounts:how-i-sign-in": ({}, 302, 200),
    "accounts:sign-in-again": ({}, 405, 405),
    # Nothing is changed without a fresh proof, which these test sessions lack.
    "accounts:app-add": ({}, 302, 403),
    "accounts:passkey-add": ({}, 302, 403),
    "accounts:step-remove": ({"step": 1}, 302, 404),
    "accounts:recovery-codes": ({}, 302, 403),
    "accounts:password": ({}, 302, 403),
    "accounts:sessions-end": ({}, 405, 405),
    "accounts:session-end": ({"session": 1}, 405, 405),
    "accounts:sign-out": ({}, 405, 405),
    "accounts:invitation-accept": ({"token": "unknown"}, 404, 404),
    "portal:welcome": ({}, 200, 200),
    "portal:start": ({}, 302, 302),
    "portal:demo": ({}, 200, 200),
    "portal:demo-mail": ({}, 200, 200),
    "portal:favicon": ({}, 302, 302),
    "portal:accessibility": ({}, 200, 200),
    "portal:privacy": ({}, 200, 200),
    "portal:held": ({}, 302, 200),
    "portal:held-account-file": ({}, 302, 200),
    "portal:held-file": ({"authority": "manchester"}, 302, 200),
    "portal:erasure-ask": ({"authority": "manchester"}, 302, 200),
    # The officer has asked for nothing that could be taken back.
    "portal:erasure-take-back": ({"authority": "manchester"}, 302, 404),
    "portal:staying-safe": ({}, 200, 200),
    "portal:components": ({}, 200, 200),
}
