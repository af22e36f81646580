"""What young people said."""

from django.urls import path

from core.http import WORK
from voice.views import asks

app_name = "voice"
VOICE = f"{WORK}/voice/"
urlpatterns = [
    path(VOICE, asks.ask_list, name="ask-list"),
    path(f"{VOICE}new/", asks.ask_create, name="ask-create"),
    path(f"{VOICE}<int:ask>/publishing/", asks.ask_publishing, name="ask-publishing"),
]
