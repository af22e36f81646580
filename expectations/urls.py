from django.urls import path

from core.http import WORK
from expectations.views import verdicts

app_name = "expectations"

urlpatterns = [
    path(
        f"{WORK}/expectations/<int:expectation>/verdict/",
        verdicts.expectation_verdict,
        name="expectation-verdict",
    ),
]
