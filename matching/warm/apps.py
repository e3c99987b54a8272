"""Warm paths: what the register knows of two sides having worked together."""

from django.apps import AppConfig


class WarmConfig(AppConfig):
    name = "matching.warm"
    label = "warm"
