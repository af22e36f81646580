from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app register the kinds of notice it has, in `<app>/notices.py`."""
        from django.contrib.auth.signals import user_logged_in

        from accounts.idle import note_arrival

        user_logged_in.connect(note_arrival, dispatch_uid="accounts.idle.note_arrival")
        autodiscover_modules("notices")
