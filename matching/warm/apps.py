"""Warm paths: what the register knows of two sides having worked together."""

from django.apps import AppConfig


class WarmConfig(AppConfig):
    name = "matching.warm"
    label = "warm"

    def ready(self) -> None:
        # Models can only be imported once the app registry is ready.
        from matching.warm.cards import register_parts  # noqa: PLC0415

        register_parts()
