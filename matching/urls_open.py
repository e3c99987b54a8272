"""Addresses that other rooms name without knowing this app."""

from django.urls import path

from matching import views_about, views_curation

urlpatterns = [
    path("about/matching/", views_about.matching_explained, name="matching-explained"),
    path(
        "about/matching/evaluation/",
        views_about.matching_evaluation,
        name="matching-evaluation",
    ),
    path("curation/", views_curation.curation, name="curation"),
    path("curation/runs/start/", views_curation.run_start, name="run-start"),
    path("curation/runs/<int:pk>/", views_curation.run_progress, name="run-progress"),
    path(
        "curation/runs/<int:pk>/cancel/", views_curation.run_cancel, name="run-cancel"
    ),
]
