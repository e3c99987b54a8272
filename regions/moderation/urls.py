"""Addresses of the curators' pages about records, and of the owner's side of a case."""

from django.urls import path

from regions.moderation import (
    views_cases,
    views_duplicates,
    views_owner,
    views_trail,
)

urlpatterns = [
    path("curation/", views_cases.landing, name="curation"),
    path("curation/cases/", views_cases.case_queue, name="case-queue"),
    path("curation/cases/<int:pk>/", views_cases.case, name="case"),
    path(
        "curation/cases/<int:pk>/assign/", views_cases.case_assign, name="case-assign"
    ),
    path(
        "curation/cases/<int:pk>/message/",
        views_cases.case_message,
        name="case-message",
    ),
    path(
        "curation/cases/<int:pk>/again/", views_cases.case_take_up, name="case-take-up"
    ),
    path("curation/duplicates/", views_duplicates.duplicates, name="duplicates"),
    path(
        "curation/duplicates/<str:kind>/<int:first>/<int:second>/",
        views_duplicates.merge,
        name="merge",
    ),
    path(
        "curation/duplicates/<str:kind>/<int:first>/<int:second>/apart/",
        views_duplicates.not_duplicate,
        name="not-duplicate",
    ),
    path("curation/changes/", views_trail.change_list, name="change-list"),
    path("curation/changes/<int:pk>/", views_trail.change, name="change"),
    path("edit/cases/<int:pk>/", views_owner.case_owner, name="case-owner"),
    path(
        "edit/cases/<int:pk>/take-back/",
        views_owner.case_take_back,
        name="case-take-back",
    ),
]
