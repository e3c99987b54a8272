"""Addresses at which people have proved to read their mail."""

from allauth.account.models import EmailAddress

from portal.accounts.models import User


def verified_addresses(user: User) -> set[str]:
    """The addresses that this person has proved, in small letters."""
    proved = EmailAddress.objects.filter(user=user, verified=True)
    return {address.lower() for address in proved.values_list("email", flat=True)}


def masked(address: str) -> str:
    """An address so that its owner knows it and nobody else learns it."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
