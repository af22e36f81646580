"""The first page, homes, the journey of a point, who can do what, the trail, the demo's way in."""

from django.urls import path

from core.http import WORK
from portal.views import (
    accessibility,
    activity_log,
    brief,
    components,
    demo,
    erasures,
    home,
    journey,
    personal_data_export,
    points,
    privacy,
    rights,
    start,
    staying_safe,
    tour,
    update,
)

POINT = f"{WORK}/voice/<int:ask>"
app_name = "portal"
urlpatterns = [
    path("", start.welcome, name="welcome"),
    path("start/", start.start, name="start"),
    path("favicon.ico", start.favicon, name="favicon"),
    path("demo/", demo.demo, name="demo"),
    path("demo/mail/", demo.demo_mail, name="demo-mail"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("staying-safe/", staying_safe.staying_safe, name="staying-safe"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("about-me/", personal_data_export.held, name="held"),
    path("about-me/file/", personal_data_export.account_file, name="held-account-file"),
    path("about-me/of/<slug:authority>/file/", personal_data_export.held_file, name="held-file"),
    path(
        "about-me/of/<slug:authority>/erase/", personal_data_export.erasure_ask, name="erasure-ask"
    ),
    path(
        "about-me/of/<slug:authority>/erase/take-back/",
        personal_data_export.erasure_take_back,
        name="erasure-take-back",
    ),
    path("components/", components.gallery, name="components"),
    path(f"{WORK}/voice/new/", points.point_create, name="point-create"),
    path(f"{POINT}/release/", points.point_release, name="point-release"),
    path(f"{POINT}/hand-on/", points.point_hand_on, name="point-hand-on"),
    path(f"{POINT}/send-back/", points.point_return, name="point-return"),
    path(f"{POINT}/correct/", points.point_correct, name="point-correct"),
    path(f"{POINT}/withdraw/", points.point_withdraw, name="point-withdraw"),
    path(f"{POINT}/permission/", points.point_consent, name="point-consent"),
    path(f"{POINT}/permission/withdraw/", points.point_private, name="point-private"),
    path(
        f"{WORK}/voice/permissions/<int:consent>/confirm/",
        points.point_confirm,
        name="point-confirm",
    ),
    path(f"{WORK}/", home.home, name="home"),
    path(f"{WORK}/brief/", brief.brief_next, name="brief-next"),
    path(f"{WORK}/brief/<int:meeting>/", brief.brief, name="brief"),
    path(f"{WORK}/update/", update.update, name="update"),
    path(f"{WORK}/journey/<int:priority>/", journey.journey, name="journey"),
    path(f"{WORK}/who-can-do-what/", rights.who_can_do_what, name="who-can-do-what"),
    path(f"{WORK}/tour/", tour.tour, name="tour"),
    path(f"{WORK}/tour/seen/", tour.tour_seen, name="tour-seen"),
    path(f"{WORK}/people/<int:membership>/held/", erasures.held_of, name="held-of"),
    path(f"{WORK}/people/<int:membership>/held/file/", erasures.held_of_file, name="held-of-file"),
    path(f"{WORK}/erasures/", erasures.erasures, name="erasure-list"),
    path(f"{WORK}/erasures/<int:erasure>/", erasures.erasure, name="erasure-detail"),
    path(f"{WORK}/erasures/<int:erasure>/names/", erasures.left_names, name="erasure-names"),
    path(f"{WORK}/trail/", activity_log.activity_log, name="trail"),
    path(f"{WORK}/trail/export/", activity_log.trail_export, name="trail-export"),
]
