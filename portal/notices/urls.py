"""Addresses of notices."""

from django.urls import path

from portal.notices import views

urlpatterns = [
    path("notices/", views.notice_list, name="notices"),
    path("notices/read/", views.notices_read, name="notices-read"),
    path("notices/choices/", views.notice_choices, name="notice-choices"),
    path("notices/stop/<str:token>/", views.stop_by_mail, name="notices-stop"),
    path("notices/<int:pk>/", views.notice_open, name="notice-open"),
]
