from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DocumentsConfig(AppConfig):
    name = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every app register the kinds of document it has, in `<app>/document_kinds.py`."""
        autodiscover_modules("document_kinds")
