from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from accounts.idle import note_arrival

        user_logged_in.connect(note_arrival, dispatch_uid="accounts.idle.note_arrival")
