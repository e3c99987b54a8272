"""A missing piece and a signed letter of the world's consortium, and a calendar."""

from django.utils import timezone

from matching.consortia.models_application import CalendarFeed, Letter, Task


def write_application(world) -> None:
    """Add `piece`, of the member that takes part, and `feed`; with its letter."""
    rows = {"consortium": world.consortium, "member": world.consortium_member}
    world.piece = Task.objects.create(title="Budget table", **rows)
    Letter.objects.create(
        name="signed.pdf",
        media_type="application/pdf",
        size=8,
        content=b"%PDF-1.4",
        signed_on=timezone.localdate(),
        **rows,
    )
    world.feed = CalendarFeed.objects.create(user=world.people["owner"])
