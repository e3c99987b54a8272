"""Addresses that other rooms name without knowing this app."""

from django.urls import path

from regions.views import search

urlpatterns = [
    path("data/", search.about_data, name="about-data"),
]
