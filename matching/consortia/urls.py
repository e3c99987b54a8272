"""Addresses of consortia."""

from django.urls import URLPattern

from matching.consortia.application.urls import urlpatterns as application_urls

app_name = "consortia"

urlpatterns: list[URLPattern] = [*application_urls]
