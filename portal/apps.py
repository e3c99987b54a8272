from django.apps import AppConfig

from portal import checks  # noqa: F401 - registers the system checks


class PortalConfig(AppConfig):
    name = "portal"
