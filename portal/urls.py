"""The first page, homes, the journey of a point, who can do what, the trail, the demo's way in."""

from django.urls import path

from portal.views import demo, home, start

app_name = "portal"
WORK = "<slug:authority>/work/"
urlpatterns = [
    path("", start.welcome, name="welcome"),
    path("start/", start.start, name="start"),
    path("demo/", demo.demo, name="demo"),
    path(WORK, home.home, name="home"),
]
