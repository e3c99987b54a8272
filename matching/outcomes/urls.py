"""Addresses of the log of outcomes; curators' pages."""

from django.urls import path

from matching.outcomes import views

urlpatterns = [
    path("curation/outcomes/", views.outcomes, name="outcomes"),
    path("curation/outcomes/export/", views.outcomes_export, name="outcomes-export"),
]
