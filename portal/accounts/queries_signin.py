"""What the account page says about how a person signs in."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from portal.accounts.models import User


@dataclass(frozen=True)
class SignInFacts:
    """How a person signs in, in numbers and names."""

    email: str
    has_password: bool
    has_app: bool
    keys: int
    sessions: int
    connected: list[str]
    services: list[str]

    @property
    def has_second_step(self) -> bool:
        return self.has_app or self.keys > 0


def sign_in_facts(request: HttpRequest, user: User) -> SignInFacts:
    """Return what is set up for signing in to this account."""
    types = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    verified = EmailAddress.objects.get_verified(user)
    connected = SocialAccount.objects.filter(user=user).order_by("pk")
    return SignInFacts(
        email=verified.email if verified else user.email,
        has_password=user.has_usable_password(),
        has_app=Authenticator.Type.TOTP in types,
        keys=types.count(Authenticator.Type.WEBAUTHN),
        sessions=len(UserSession.objects.purge_and_list(user)),
        connected=[str(account) for account in connected],
        services=[one.name for one in get_adapter().list_providers(request)],
    )
