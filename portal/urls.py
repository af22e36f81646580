"""The first page, homes, the journey of a point, who can do what, the trail, the demo's way in."""

from django.urls import path

from portal.views import (
    accessibility,
    components,
    demo,
    home,
    journey,
    rights,
    start,
    trail,
)

app_name = "portal"
WORK = "<slug:authority>/work/"
urlpatterns = [
    path("", start.welcome, name="welcome"),
    path("start/", start.start, name="start"),
    path("demo/", demo.demo, name="demo"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("components/", components.gallery, name="components"),
    path(WORK, home.home, name="home"),
    path(f"{WORK}journey/<int:priority>/", journey.journey, name="journey"),
    path(f"{WORK}who-can-do-what/", rights.who_can_do_what, name="who-can-do-what"),
    path(f"{WORK}trail/", trail.trail, name="trail"),
    path(f"{WORK}trail/export/", trail.trail_export, name="trail-export"),
]
