"""Addresses of shortlists, comparisons, dismissals, follows and saved searches."""

from django.urls import path

from matching.keeping import views, views_compare, views_saved

app_name = "keeping"

urlpatterns = [
    path("shortlist/", views.shortlists, name="shortlist"),
    path("shortlist/add/", views.add, name="add"),
    path("shortlist/export/", views.export, name="export"),
    path("shortlist/<int:pk>/", views.entry, name="entry"),
    path("matches/<slug:slug>/compare/", views_compare.compare, name="compare"),
    path("matches/<slug:slug>/dismiss/", views.dismiss, name="dismiss"),
    path("matches/<slug:slug>/dismiss/undo/", views.undo, name="undo"),
    path("follow/<slug:slug>/", views_saved.follow, name="follow"),
    path("saved/", views_saved.saved, name="saved"),
    path("saved/new/", views_saved.save_search, name="save-search"),
    path("saved/<int:pk>/", views_saved.search, name="search"),
]
