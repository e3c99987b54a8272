"""Addresses of confirming, and of the page about what is confirmed."""

from django.urls import path

from regions.freshness import views, views_data

urlpatterns = [
    path("edit/confirm/", views.confirm_due, name="confirm-due"),
    path("confirm/<str:token>/", views.confirm_by_mail, name="confirm-by-mail"),
    path("data/freshness/", views_data.completeness, name="completeness"),
]
