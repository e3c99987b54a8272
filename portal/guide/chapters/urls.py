"""Addresses of the guide's chapters, each below a language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
