"""Signing in, invitations, people."""

from django.urls import path

from accounts.views import (
    directory,
    invitations,
    invite_many,
    listing,
    look,
    news,
    organisations,
    people,
    second_step,
    sign_in_methods,
    signing,
    words,
)
from core.http import WORK

app_name = "accounts"
MINE = "sign-in/mine/"
PEOPLE = f"{WORK}/people/"
WORDS = f"{WORK}/words/"
LOOK = f"{WORK}/look/"
NEWS = f"{WORK}/news/"
ORGANISATIONS = f"{WORK}/organisations/"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/code/", signing.sign_in_code, name="sign-in-code"),
    path("sign-in/password/", signing.sign_in_password, name="sign-in-password"),
    path("sign-in/passkey/", second_step.passkey, name="sign-in-passkey"),
    path("sign-in/directory/", directory.to_directory, name="sign-in-directory"),
    path("sign-in/directory/back/", directory.back, name="directory-back"),
    path(f"{MINE}directory/", directory.link, name="directory-link"),
    path(f"{MINE}directory/remove/", directory.unlink, name="directory-unlink"),
    path("sign-in/second-step/", second_step.second_step, name="second-step"),
    path(MINE, sign_in_methods.how_i_sign_in, name="how-i-sign-in"),
    path(f"{MINE}needed/", sign_in_methods.second_step_needed, name="second-step-needed"),
    path(f"{MINE}again/", sign_in_methods.sign_in_again, name="sign-in-again"),
    path(f"{MINE}app/", sign_in_methods.app_add, name="app-add"),
    path(f"{MINE}passkey/", sign_in_methods.passkey_add, name="passkey-add"),
    path(f"{MINE}<int:step>/remove/", sign_in_methods.step_remove, name="step-remove"),
    path(f"{MINE}recovery-codes/", sign_in_methods.recovery_codes, name="recovery-codes"),
    path(f"{MINE}password/", sign_in_methods.password, name="password"),
    path(f"{MINE}sessions/end/", sign_in_methods.sessions_end, name="sessions-end"),
    path(f"{MINE}sessions/<int:session>/end/", sign_in_methods.session_end, name="session-end"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("invitation/<str:token>/", invitations.accept, name="invitation-accept"),
    path(ORGANISATIONS, organisations.organisation_list, name="organisations"),
    path(f"{ORGANISATIONS}add/", organisations.organisation_add, name="organisation-add"),
    path(
        f"{ORGANISATIONS}<int:organisation>/",
        organisations.organisation_change,
        name="organisation-change",
    ),
    path(
        f"{ORGANISATIONS}<int:organisation>/remove/",
        organisations.organisation_remove,
        name="organisation-remove",
    ),
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}invite/", invitations.invite, name="invite"),
    path(f"{PEOPLE}invite/many/", invite_many.invite_many, name="invite-many"),
    path(
        f"{PEOPLE}invite/many/<int:sheet>/", invite_many.invite_many_look, name="invite-many-look"
    ),
    path(
        f"{PEOPLE}invite/many/list.<slug:kind>",
        invite_many.invite_many_template,
        name="invite-many-template",
    ),
    path(
        f"{PEOPLE}invitations/<int:invitation>/renew/",
        invitations.renew,
        name="invitation-renew",
    ),
    path(
        f"{PEOPLE}invitations/<int:invitation>/withdraw/",
        invitations.withdraw,
        name="invitation-withdraw",
    ),
    path(f"{PEOPLE}<int:membership>/", people.membership_change, name="membership-change"),
    path(f"{PEOPLE}<int:membership>/end/", people.membership_end, name="membership-end"),
    path(
        f"{PEOPLE}<int:membership>/second-step/",
        second_step.second_step_forget,
        name="second-step-forget",
    ),
    path(f"{PEOPLE}<int:membership>/stay/", people.membership_keep, name="membership-keep"),
    path(f"{PEOPLE}<int:membership>/agreement/", people.agreement_renew, name="agreement-renew"),
    path(f"{WORK}/me/listed/", listing.listing, name="listing"),
    path(f"{WORK}/stay/", sign_in_methods.stay, name="stay"),
    path(WORDS, words.words, name="words"),
    path(f"{WORDS}check/", words.check_words, name="check-words"),
    path(f"{WORDS}<slug:kind>/add/", words.word_add, name="word-add"),
    path(f"{WORDS}<slug:kind>/<int:word>/", words.word_change, name="word-change"),
    path(f"{WORDS}<slug:kind>/<int:word>/remove/", words.word_remove, name="word-remove"),
    path(NEWS, news.news, name="news"),
    path(f"{NEWS}read/", news.news_read_all, name="news-read-all"),
    path(f"{NEWS}<int:notice>/read/", news.news_read, name="news-read"),
    path(f"{NEWS}choices/", news.news_choices, name="news-choices"),
    path("news/stop/<str:token>/", news.news_stop, name="news-stop"),
    path("look/<int:version>-<slug:colour>.css", look.look_style, name="look-style"),
    path(LOOK, look.look, name="look"),
    path(f"{LOOK}colour/", look.look_colour, name="look-colour"),
    path(f"{LOOK}logo/", look.logo_add, name="logo-add"),
    path(f"{LOOK}logo/remove/", look.logo_remove, name="logo-remove"),
    path(f"{LOOK}logo/<int:logo>/", look.logo_preview, name="logo-preview"),
    path(f"{LOOK}logo/<int:logo>/use/", look.logo_use, name="logo-use"),
    path(f"{LOOK}logo/<int:logo>/throw-away/", look.logo_throw_away, name="logo-throw-away"),
    path("<slug:authority>/logo/<slug:digest>.png", look.logo, name="logo"),
    path("<slug:authority>/words/", words.words_we_use, name="words-we-use"),
]
