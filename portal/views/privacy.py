"""The privacy notice: short, and more for who wants it. The same for every council."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import public


@public()
def privacy(request: HttpRequest) -> HttpResponse:
    """Who asks, why, who reads it, how long it is kept, and how to change one's mind (SG-015)."""
    return render(request, "portal/privacy.html")
