"""Addresses of requests for facilities and of joint investment."""

from django.urls import URLPattern

app_name = "sharing"

urlpatterns: list[URLPattern] = []
