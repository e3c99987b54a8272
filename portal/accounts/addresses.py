"""Addresses at which people have proved to read their mail."""

from django.apps import apps

from portal.accounts.models import User


def verified_addresses(user: User) -> set[str]:
    """The addresses that this person has proved, in small letters."""
    if not apps.is_installed("allauth.account"):
        return {user.email.lower()}
    rows = apps.get_model("account", "EmailAddress").objects
    proved = rows.filter(user=user, verified=True).values_list("email", flat=True)
    return {address.lower() for address in proved}


def masked(address: str) -> str:
    """An address so that its owner knows it and nobody else learns it."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
