"""What, in the words of young people, could show who a child is: shapes, as in core.personal_data.

A warning, never a verdict: finding nothing proves nothing, which the page says."""

import re

from django.utils.translation import gettext_lazy as _

_AGE = re.compile(
    r"\b(?:aged?|is|i['’]?m|i am|turn(?:ed|ing)?|only)\s+\d{1,2}\b"
    r"(?!\s*(?:%|percent|of|people|young))"
    r"|\b\d{1,2}[- ]?(?:years?[- ]old|yrs?[- ]old|yo)\b|,\s*(?:[5-9]|1\d|2[0-5])\s*,",
    re.IGNORECASE,
)
_NAME = r"[A-Z][a-zà-ÿ’'-]+"
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.?"
# Not the name of a thing that many go to, and not a day or a feast.
_THINGS = (
    r"(?!(?:\w+\s+)?(?:Zone|Centre|Council|Club|Group|Team|Panel|Board|Youth|Children|Care|Social|"
    r"Christmas|Easter|Local|National|City|County|Town|Offer|Day|Week|Xbox|United)\b)"
)
# Not at the start of a sentence, where any word has a capital.
_FULL_NAME = re.compile(
    rf"(?:\b(?i:my name is|i am called|called|named)\s+{_NAME})|(?:\b{_TITLES}\s+{_NAME})"
    rf"|(?<![.!?“\"'\s])\s+{_THINGS}{_NAME}\s+(?:{_NAME})\b|^{_NAME}\s+{_NAME}\s+(?:is|was|has|said|lives)\b"
)
_PLACE = re.compile(
    rf"\b{_NAME}(?:\s+{_NAME})*\s+(?:House|Home|Lodge|Court|School|High|Academy|College|Primary|"
    r"Road|Street|Avenue|Lane|Close|Hospital|Unit|Hostel)\b"
    rf"|\b(?i:live[sd]?|stay(?:s|ed|ing)?|placed)\s+(?i:at|in|with)\s+{_NAME}"
)
_COURT = re.compile(
    r"\b(?:court (?:case|order|hearing)|in court|judge|care order|adopt(?:ed|ion)|asylum|prison|"
    r"custody|police station|arrested)\b",
    re.IGNORECASE,
)
_CHECKS = (
    (_("an age"), _AGE),
    (_("a full name"), _FULL_NAME),
    (_("a place where someone lives or goes"), _PLACE),
    (_("something about a court, adoption, asylum or the police"), _COURT),
)


def identifying_in(text: str) -> list[str]:
    """What in the text could show who a child is, as words for a page: "an age"."""
    return [str(words) for words, shape in _CHECKS if shape.search(text)]
