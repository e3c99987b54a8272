"""Addresses of consortia."""

from django.urls import URLPattern

app_name = "consortia"

urlpatterns: list[URLPattern] = []
