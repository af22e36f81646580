"""What young people said."""

from django.urls import path

from voice.views import asks

app_name = "voice"
VOICE = "<slug:authority>/work/voice/"
urlpatterns = [
    path(VOICE, asks.ask_list, name="ask-list"),
    path(f"{VOICE}new/", asks.ask_create, name="ask-create"),
    path(f"{VOICE}<int:ask>/publishing/", asks.ask_publishing, name="ask-publishing"),
]
