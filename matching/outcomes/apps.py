from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    name = "matching.outcomes"
    label = "outcomes"
