"""Addresses outside /accounts/: claims at the curators' desk, and the privacy page."""

from django.urls import path

from portal.accounts import views_curation, views_data

urlpatterns = [
    path("privacy/", views_data.privacy, name="privacy"),
    path("curation/claims/", views_curation.claims, name="claim-queue"),
    path("curation/claims/<int:pk>/", views_curation.claim, name="claim"),
    path(
        "curation/claims/<int:pk>/assign/",
        views_curation.claim_assign,
        name="claim-assign",
    ),
    path(
        "curation/claims/<int:pk>/proof/",
        views_curation.claim_proof,
        name="claim-proof",
    ),
]
