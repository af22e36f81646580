from django.urls import path

from benchmarks.bare import bare_detail, bare_page
from config.urls import urlpatterns as program

urlpatterns = [
    path("bare/", bare_page),
    path("bare/<int:action>/", bare_detail),
    *program,
]
