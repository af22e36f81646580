"""Signing in, invitations, people."""

from django.urls import path

from accounts.views import invitations, people, signing

app_name = "accounts"
PEOPLE = "<slug:authority>/work/people/"
urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("invitation/<str:token>/", invitations.accept, name="invitation-accept"),
    path(PEOPLE, people.people, name="people"),
    path(f"{PEOPLE}invite/", invitations.invite, name="invite"),
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
    path(f"{PEOPLE}<int:membership>/end/", people.membership_end, name="membership-end"),
]
