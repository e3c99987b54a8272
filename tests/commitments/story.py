"""Two sides that agreed to meet, and steps that they state."""

from types import SimpleNamespace

from matching.commitments import services
from matching.commitments.models import Commitment
from matching.introductions import services as introductions
from portal.notices.models import Notice
from tests.introductions.story import ask, make_sides

LETTER = {"step": 4, "proof": "Letter of the minister, no. 17"}


def make_met() -> SimpleNamespace:
    """The two sides of the introductions' story, after the second has accepted."""
    sides = make_sides()
    sides.introduction = ask(sides)
    introductions.accept(by=sides.answerer, introduction=sides.introduction)
    sides.introduction.refresh_from_db()
    return sides


def state(met, **fields) -> Commitment:
    """What `state_step` returns; the first side is curious if nothing else is said."""
    values = {"by": met.asker, "introduction": met.introduction, "step": 1}
    return services.state_step(**values | fields)


def told() -> list[tuple[str, str]]:
    """Who has a notice of a commitment, oldest first."""
    rows = Notice.objects.filter(kind__startswith="commitment").order_by("pk")
    found = rows.values_list("user__email", "kind")
    return [
        (email.partition("@")[0], kind.removeprefix("commitment-"))
        for email, kind in found
    ]


def rows() -> list[tuple]:
    """Who stated which step, and how it ended, oldest first."""
    ends = ("withdrawn_at", "expired_at", "replaced_at")
    return [
        (
            one.profile.slug,
            one.step,
            next((name[:-3] for name in ends if getattr(one, name)), ""),
        )
        for one in Commitment.objects.order_by("pk").select_related("profile")
    ]
