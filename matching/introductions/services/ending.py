"""What ends with an introduction, whoever ends it."""

from django.utils import timezone

from matching.introductions.models import Introduction, State
from matching.introductions.models_talk import Meeting


def call_off_meetings(introduction: Introduction) -> None:
    """What a side or a curator has ended has no meetings; nobody is told of each."""
    for meeting in introduction.meetings.open():
        meeting.state, meeting.sequence = Meeting.State.CANCELLED, meeting.sequence + 1
        meeting.changed_at = timezone.now()
        meeting.full_clean(validate_constraints=False)
        meeting.save()


def shut_earlier(introduction: Introduction, state: State) -> None:
    """Earlier ones of the pair show no contact data any more either.

    A pair may have been introduced before and closed in good terms, which leaves the
    contact data to be read: not after a side, or a curator, has ended it.
    """
    rows = Introduction.objects.between(introduction.profile, introduction.partner)
    earlier = rows.filter(state__in=(State.ACCEPTED, State.CLOSED))
    earlier.exclude(pk=introduction.pk).update(state=state, ended_at=timezone.now())
