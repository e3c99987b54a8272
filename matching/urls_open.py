"""Addresses that other rooms name without knowing this app."""

from django.urls import path

from matching import views_about, views_coach, views_curation, views_weights

urlpatterns = [
    path("about/matching/", views_about.matching_explained, name="matching-explained"),
    path(
        "about/matching/evaluation/",
        views_about.matching_evaluation,
        name="matching-evaluation",
    ),
    path("match-preview/", views_coach.match_preview, name="match-preview"),
    path("match-coach/", views_coach.match_coach, name="match-coach"),
    path("curation/runs/", views_curation.curation, name="runs"),
    path("curation/runs/start/", views_curation.run_start, name="run-start"),
    path("curation/runs/try/", views_weights.weights_try, name="weights-try"),
    path("curation/runs/<int:pk>/", views_curation.run_progress, name="run-progress"),
    path(
        "curation/runs/<int:pk>/cancel/", views_curation.run_cancel, name="run-cancel"
    ),
    path(
        "curation/runs/<int:pk>/compare/", views_weights.run_compare, name="run-compare"
    ),
    path("curation/runs/<int:pk>/switch/", views_weights.run_switch, name="run-switch"),
]
