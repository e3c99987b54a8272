"""The project: settings, wiring, celery app. It holds no domain rule."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
