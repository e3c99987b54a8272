"""People of the tests: who acts for whom, in which role."""

from portal.accounts.models import Mandate, MandateEvent, User
from tests.factories import make_person, make_region


def make_colleague(name: str, role: str, organisation=None, **fields) -> Mandate:
    """A person with a running mandate for this region or cluster (ES51 if none)."""
    organisation = organisation or make_region("ES51")
    kind = organisation._meta.model_name
    person = User.objects.filter(email=f"{name}@example.org").first()
    return Mandate.objects.create(
        user=person or make_person(name), role=role, **{kind: organisation}, **fields
    )


def events(organisation) -> list[tuple]:
    """What happened, oldest first: (what, person, by, role)."""
    kind = organisation._meta.model_name
    rows = MandateEvent.objects.filter(**{kind: organisation}).order_by("pk")
    return [
        (row.what, _name(row.person), _name(row.by), row.role)
        for row in rows.select_related("person", "by")
    ]


def _name(person) -> str:
    return person.email.partition("@")[0] if person else ""


def letters(mailbox) -> list[tuple[str, str]]:
    """Who was written to, and under which subject."""
    return [(mail.to[0].partition("@")[0], mail.subject) for mail in mailbox()]
