"""The language of a page: chosen with `?lang=`, kept in a cookie, English without it."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.colours import VERSION
from core.languages import GENERIC, LanguageMiddleware, generic_word
from core.voices import Voice, two_voices
from tests.support.places import AT_THEIRS


@pytest.mark.django_db
def test_a_page_is_english_until_somebody_asks(client: Client) -> None:
    page = client.get("/", headers={"accept-language": "cy"})
    assert page.headers["Content-Language"] == "en-gb"
    assert '<html lang="en-GB">' in page.content.decode()
    assert 'href="?lang=cy" lang="cy" hreflang="cy">Cymraeg</a>' in page.content.decode()


@pytest.mark.django_db
def test_asking_keeps_the_page_and_its_questions(client: Client) -> None:
    answer = client.get(f"/sign-in/?next={AT_THEIRS}&lang=cy")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fbury%2Fwork%2F"
    cookie = answer.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("cy", True, "Lax")
    page = client.get("/")
    assert page.headers["Content-Language"] == "cy"
    assert '<html lang="cy">' in page.content.decode()
    assert 'href="?lang=en-gb" lang="en-GB"' in page.content.decode()
    assert "Cookie" in page.headers["Vary"]


@pytest.mark.django_db
def test_back_to_english(client: Client) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    assert client.get("/?lang=en-gb").headers["Location"] == "/"
    assert client.get("/").headers["Content-Language"] == "en-gb"


@pytest.mark.django_db
@pytest.mark.parametrize("nonsense", ["fr", "", "cy\x00", "../cy", "CY" * 500])
def test_a_language_we_do_not_have_changes_nothing(client: Client, nonsense: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "xx"
    page = client.get("/", {"lang": nonsense})
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "en-gb"


def test_the_way_back_stays_on_this_host(rf: RequestFactory) -> None:
    request = rf.get("/?lang=cy")
    request.path = "//elsewhere.example/"
    answer = LanguageMiddleware(lambda request: HttpResponse())(request)
    assert answer.headers["Location"] == "/elsewhere.example/"


@pytest.mark.django_db
def test_the_answer_to_a_form_offers_no_other_language(client: Client) -> None:
    """Its words would be lost: the switch leads to the page as it is read."""
    page = client.post("/sign-in/", {"username": "", "password": ""})
    assert page.status_code == 422
    assert "?lang=" not in page.content.decode()


@pytest.mark.parametrize("key", GENERIC)
def test_the_products_own_words_are_said_in_the_language_that_is_on(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert generic_word(key) == key
    assert generic_word(key, many=True) == str(GENERIC[key][1])
    monkeypatch.setattr("django.utils.translation._trans.gettext", str.upper, raising=False)
    assert generic_word(key) == key.upper()


def test_a_word_that_no_page_says_is_still_said() -> None:
    assert (generic_word("body", many=True), generic_word("workplan")) == ("bodies", "workplan")


@pytest.mark.django_db
def test_a_page_that_is_a_draft_in_its_language_says_so(client: Client) -> None:
    assert "draft" not in client.get("/").content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "cy"
    assert "Drafft yw’r cyfieithiad hwn" in client.get("/").content.decode()


def test_what_people_wrote_says_its_own_language() -> None:
    drawn = Template('{% quote text="Clubs cost too much." %}')
    voice = Voice(judgement="", words="Two gyms joined.", when="")
    assert "lang=" not in drawn.render(Context()) + two_voices(voice, voice)
    with translation.override("cy"):
        assert '<blockquote lang="en-GB">' in drawn.render(Context())
        assert '<span lang="en-GB">Two gyms joined.</span>' in two_voices(voice, voice)


@pytest.mark.django_db
def test_what_is_kept_for_good_does_not_depend_on_a_cookie(client: Client) -> None:
    sheet = client.get(f"/look/{VERSION}-3b2273.css")
    assert sheet.status_code == 200
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "Cookie" not in sheet.headers.get("Vary", "")
