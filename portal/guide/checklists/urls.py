"""Addresses of checklists."""

from django.urls import path

from portal.guide.checklists import views

app_name = "checklists"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("print/", views.on_paper, name="print"),
    path("checklists.csv", views.as_file, name="csv"),
    path("<slug:chapter>/", views.checklist, name="chapter"),
]
