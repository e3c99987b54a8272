"""Addresses of the matching app."""

from django.urls import path

from matching import views, views_edits, views_regions

app_name = "matching"

urlpatterns = [
    path(
        "matches/region/<str:code>/",
        views_regions.region_partners,
        name="region-partners",
    ),
    path("matches/<slug:slug>/", views.match_list, name="list"),
    path("matches/<slug:slug>/top/", views.top_matches, name="top"),
    path("matches/<slug:slug>/find/", views.match_find, name="find"),
    path("matches/<slug:slug>/whatif/", views.match_whatif, name="whatif"),
    path("matches/<slug:slug>/status/", views_edits.list_status, name="status"),
    path("matches/<slug:slug>/<slug:partner_slug>/", views.match_pair, name="pair"),
]
