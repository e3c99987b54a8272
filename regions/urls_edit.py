"""Addresses of the pages on which people write records."""

from django.urls import path

from regions.moderation import views_trail

app_name = "editing"

urlpatterns = [
    path("<slug:kind>/<slug:slug>/history/", views_trail.history, name="history"),
]
