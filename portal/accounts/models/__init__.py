"""People and their mandates: who may act for which region or cluster."""

from portal.accounts.models.claims import Claim, Invitation
from portal.accounts.models.links import person_link
from portal.accounts.models.mandates import (
    Mandate,
    MandateEvent,
    Role,
    organisation_link,
)
from portal.accounts.models.people import User, UserManager

__all__ = [
    "Claim",
    "Invitation",
    "Mandate",
    "MandateEvent",
    "Role",
    "User",
    "UserManager",
    "organisation_link",
    "person_link",
]
