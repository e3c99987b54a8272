"""Addresses of the regions app."""

app_name = "regions"

urlpatterns: list = []
