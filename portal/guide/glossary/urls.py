"""Addresses of the guide's glossary, each below a language."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
