"""Writes of a person's own account."""

from django.db import transaction

from portal.accounts.models import User


@transaction.atomic
def update_person(*, user: User, name: str, language: str) -> User:
    """Keep the name that others read, and the language of letters."""
    user.name, user.language = name, language
    user.full_clean()
    user.save(update_fields=["name", "language"])
    return user
