"""What the library of signing in asks of the portal: words, letters, where to go."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.accounts.mails import account_mail
from portal.accounts.models import User

WRONG_CODE = _("This code is not right. Check it, or ask for a new one.")
TOO_OFTEN = _(
    "That was tried too often. Wait five minutes and try again, or set a new password."
)


class AccountAdapter(DefaultAccountAdapter):
    """People sign in by e-mail address, and are written to in their language."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account has been closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _(
            "E-mail address and password do not go together. Check both; capital"
            " letters count in the password."
        ),
        "email_taken": _("Another account uses this e-mail address."),
        "enter_current_password": _("This is not your password of now."),
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This is not your password."),
        "same_as_current": _("This is the address that you gave before."),
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": _("Wait a moment before you ask for another code."),
    }

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """Somebody who was signed in has changed the address on the account page."""
        if self.request.user.is_authenticated:
            return reverse("account_settings")
        return reverse("login")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_settings")

    def save_user(self, request: HttpRequest, user: User, form, commit=True) -> User:
        """Keep the name of the form, and the language in which it was read."""
        super().save_user(request, user, form, commit=False)
        user.name = form.cleaned_data.get("name", user.name)
        user.language = get_language() or ""
        if commit:
            user.save()
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the reader's address; a request that went round the proxy has one."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META["REMOTE_ADDR"]

    def render_mail(
        self, template_prefix: str, email, context: dict[str, Any], headers=None
    ):
        """Return the letter, in the language of the person who will read it."""
        to = email if isinstance(email, str) else email[0]
        language = language_of(to, context.get("user"))
        return account_mail(to, template_prefix, context, language, headers)


class SecondStepAdapter(DefaultMFAAdapter):
    """Words of the second step."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code is not right. Codes of an app change every half minute; a"
            " recovery code works once."
        ),
    }

    def generate_authenticator_name(self, user: User, type) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Security key %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Smart Regions"}


def language_of(address: str, user: User | None = None) -> str:
    """Return the language for a letter to this address: its person's, or the page's."""
    if user is None or not user.pk:
        user = User.objects.filter(email__iexact=address).first()
    chosen = user.language if user else ""
    known = [code for code, _name in settings.LANGUAGES]
    return chosen if chosen in known else get_language() or settings.LANGUAGE_CODE
