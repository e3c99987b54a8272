"""Addresses of commitments."""

from django.urls import path

from matching.commitments import views

app_name = "commitments"

urlpatterns = [
    path("introductions/<int:pk>/step/", views.commitment_new, name="new"),
    path("commitments/<int:pk>/withdraw/", views.commitment_withdraw, name="withdraw"),
    path("commitments/<int:pk>/file/", views.commitment_file, name="file"),
]
