"""Addresses of the matrix of a partnership."""

from django.urls import path

from matching.partnerships.matrix import views

urlpatterns = [
    path(
        "partnerships/<slug:slug>/matrix/", views.matrix_page, name="partnership-matrix"
    ),
]
