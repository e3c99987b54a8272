"""Signing in and out."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from portal.accounts.views import SignInView

urlpatterns = [
    path("login/", SignInView.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("", include("portal.accounts.urls_people")),
]
