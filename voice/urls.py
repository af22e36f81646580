"""What young people said."""

from django.urls import path

from core.http import WORK
from voice.views import asks

app_name = "voice"
VOICE = f"{WORK}/voice/"
urlpatterns = [
    path(VOICE, asks.ask_list, name="ask-list"),
    path(f"{VOICE}yours/", asks.ask_mine, name="ask-mine"),
    path(f"{VOICE}waiting/", asks.ask_queue, name="ask-queue"),
    path(f"{VOICE}<int:ask>/", asks.ask_review, name="ask-review"),
]
