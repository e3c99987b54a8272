"""Signing in by another service (OpenID Connect): what is checked, who comes in."""

from allauth.account.internal.userkit import filter_users_by_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User


class ElsewhereAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the service has just authenticated for this very browser."""

    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _(
            "Set a password first, so that you can still sign in without this service."
        ),
        "connected_other": _("Another account here is connected with it already."),
    }

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse an answer that was made for another sign-in, or another account."""
        if not _answers_this_sign_in(sociallogin):
            raise ImmediateHttpResponse(refuse(request))
        is_new = not sociallogin.is_existing
        if is_new and sociallogin.state.get("process") == AuthProcess.LOGIN:
            _point_to_known_account(request, sociallogin)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data):
        """Take the name over; our people have one field for it."""
        user: User = super().populate_user(request, sociallogin, data)
        parts = (data.get("first_name"), data.get("last_name"))
        name = data.get("name") or " ".join(part for part in parts if part)
        user.name = name[: User._meta.get_field("name").max_length]
        user.language = get_language() or ""
        return user


def refuse(request: HttpRequest, status: int = 403):
    """The page that says that the other service's answer cannot be used."""
    return render(request, "socialaccount/authentication_error.html", status=status)


def _answers_this_sign_in(sociallogin: SocialLogin) -> bool:
    """Whether the identity carries our nonce, and both parts are of one person."""
    data = sociallogin.account.extra_data
    token, info = data.get("id_token") or {}, data.get("userinfo") or {}
    expected = sociallogin.state.get("nonce", "")
    return (
        bool(expected)
        and constant_time_compare(token.get("nonce", ""), expected)
        and info.get("sub", token.get("sub")) == token.get("sub")
    )


def _point_to_known_account(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """Somebody with an account here connects it from inside, once.

    The service has verified the address, so telling them gives nothing away.
    """
    for address in sociallogin.email_addresses:
        if address.verified and filter_users_by_email(address.email):
            context = {"email": address.email, "provider": sociallogin.provider}
            page = render(request, "socialaccount/known_address.html", context)
            raise ImmediateHttpResponse(page)
