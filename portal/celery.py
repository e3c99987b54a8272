"""The Celery application; workers start with `celery -A portal worker`."""

import os

from celery import Celery

from portal.web.broker import use_whole_messages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

use_whole_messages()
app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
