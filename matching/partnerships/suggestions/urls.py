"""Addresses of the curators' pages of suggestions."""

from django.urls import path

from matching.partnerships.suggestions import views

urlpatterns = [
    path("curation/suggestions/", views.suggestion_list, name="suggestions"),
    path("curation/suggestions/<int:pk>/", views.suggestion, name="suggestion"),
    path(
        "curation/suggestions/<int:pk>/adopt/",
        views.suggestion_adopt,
        name="suggestion-adopt",
    ),
    path(
        "curation/suggestions/<int:pk>/dismiss/",
        views.suggestion_dismiss,
        name="suggestion-dismiss",
    ),
    path(
        "curation/suggestions/<int:pk>/take-up/",
        views.suggestion_take_up,
        name="suggestion-take-up",
    ),
]
