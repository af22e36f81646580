"""What looks like personal data about a child."""

import pytest

from core.personal_data import personal_data_in


@pytest.mark.parametrize(
    "text,words",
    [
        ("They live near M14 5TQ and wait.", "a postcode"),
        ("sw1a 1aa is where", "a postcode"),
        ("Ring 07700 900123 to ask", "a phone number"),
        ("Ring +44 161 496 0000", "a phone number"),
        ("Ring (0161) 496-0000", "a phone number"),
        ("Write to jay@young.example about it", "an email address"),
        ("DOB is on the form", "a date of birth"),
        ("She was born in spring", "a date of birth"),
        ("It happened to him, 12/06/2011", "a date of birth"),
        ("the one of 3 March 2010", "a date of birth"),
        ("13.4.09 in the file", "a date of birth"),
        ("R (19) said the buses stop at nine", "someone’s name or initial with their age"),
        ("Jay (15) wants a club", "someone’s name or initial with their age"),
        ("M. aged 12 waits", "someone’s name or initial with their age"),
        ("943 476 5919", "an NHS number"),
        ("his number is 9434765919", "an NHS number"),
        ("QQ 12 34 56 C".replace("QQ", "AB"), "a National Insurance number"),
        ("H801200001001 at school", "a pupil number"),
    ],
)
def test_it_is_seen(text: str, words: str) -> None:
    assert words in personal_data_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Clubs cost too much.",
        "43 of 100 of us wait more than 6 weeks for a starter pack.",
        "We asked for this in 2024 and again on 12 January 2026.",
        "The meeting on 05/10/2026 was good.",
        "Room 12 is cold and the 42 bus is late.",
        "Our twelve expectations (12) matter.",
        "It costs £1,200 for 16 to 18 year olds.",
        "1234567890 likes",
        "We want Wi-Fi at 5G speed by 9pm.",
        "Ages 11 to 15 and 16+ want different things.",
    ],
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert personal_data_in(text) == []
