from django.urls import path

from benchmarks.bare import bare_page
from config.urls import urlpatterns as program

urlpatterns = [path("bare/", bare_page), *program]
