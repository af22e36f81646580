from django.apps import AppConfig


class ExpectationsConfig(AppConfig):
    name = "expectations"
    default_auto_field = "django.db.models.BigAutoField"
