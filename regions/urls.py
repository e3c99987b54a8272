"""Addresses of the regions app."""

from django.urls import path

from regions.views import lists, places, records

app_name = "regions"

urlpatterns = [
    path("regions/", lists.region_list, name="list"),
    path("regions/compare/", places.region_compare, name="compare"),
    path("regions/<str:code>/", places.region_detail, name="detail"),
    path("priorities/", lists.priority_list, name="priority-list"),
    path("priorities/<slug:slug>/", records.priority_detail, name="priority"),
    path("clusters/", lists.cluster_list, name="cluster-list"),
    path("clusters/<slug:slug>/", records.cluster_detail, name="cluster"),
    path("facilities/", lists.facility_list, name="facility-list"),
    path("facilities/<slug:slug>/", records.facility_detail, name="facility"),
    path("cooperation/", lists.cooperation_list, name="cooperation-list"),
    path("cooperation/<slug:slug>/", records.cooperation_detail, name="cooperation"),
]
