"""What the room says to others when the portal starts."""

from collections.abc import Iterator

from matching.consortia.application.telling import register_kinds
from matching.consortia.models_application import Letter
from portal.accounts.models import User
from portal.accounts.personal_data import register_files


def register_application() -> None:
    """Notices, and the files in a person's export; called once."""
    register_kinds()
    register_files(letters_uploaded_by)


def letters_uploaded_by(user: User) -> Iterator[tuple[str, bytes]]:
    """The signed letters that a person uploaded, as they lie in the export."""
    rows = Letter.objects.filter(uploaded_by=user).exclude(content=None)
    for one in rows.order_by("pk").iterator():
        yield f"letters/{one.pk}-{one.name}", bytes(one.content or b"")
