from django.apps import AppConfig


class CooperativeConfig(AppConfig):
    name = "cooperative"
    default_auto_field = "django.db.models.BigAutoField"
