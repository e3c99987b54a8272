"""Signing in and out, and one's own account.

The library's pages keep their own names; `login` and `logout` are ours for two of them.
"""

from allauth.account.views import login, logout
from django.urls import include, path

from portal.accounts.views import account_settings
from portal.accounts.views_elsewhere import go_elsewhere

urlpatterns = [
    path("", account_settings, name="account_settings"),
    path("login/", login, name="login"),
    path("logout/", logout, name="logout"),
    path("oidc/<slug:provider_id>/login/", go_elsewhere, name="openid_connect_login"),
    path("", include("portal.accounts.urls_people")),
    path("", include("allauth.urls")),
]
