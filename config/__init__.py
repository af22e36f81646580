"""The Celery app is made with the package, so that every process publishes through it."""

from config.celery import app as celery_app

__all__ = ("celery_app",)
