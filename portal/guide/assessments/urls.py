"""Addresses of assessments."""

from django.urls import path

from portal.guide.assessments import views, views_filling, views_results

app_name = "assessments"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("questions/<slug:kind>/", views.try_out, name="try"),
    path("shared/<int:pk>/", views.shared, name="shared"),
    path("begin/<slug:kind>/<slug:key>/", views_filling.begin, name="begin"),
    path("<int:pk>/", views_results.detail, name="detail"),
    path("<int:pk>/questions/<slug:dimension>/", views_filling.page, name="page"),
    path("<int:pk>/review/", views_filling.review, name="review"),
    path("<int:pk>/delete/", views_filling.delete, name="delete"),
    path("<int:pk>/print/", views_results.print_view, name="print"),
    path("<int:pk>/result.csv", views_results.as_csv, name="csv"),
    path("<int:pk>/share/", views_results.share, name="share"),
    path("<int:pk>/unshare/", views_results.unshare, name="unshare"),
]
