"""A practice as the engine sees it: an idea in its words and topics."""

from django.contrib.auth.models import AnonymousUser

from matching.ideas import Idea, partners_for
from matching.models import Match
from portal.guide.practices.models import Practice, PracticeMatch


def idea_of(practice: Practice) -> Idea:
    """The idea behind a practice: what was difficult, and what was done about it."""
    codes = tuple(sorted(topic.pk for topic in practice.topics.all()))
    return Idea(
        text=f"{practice.title}. {practice.challenge} {practice.action}",
        topics=codes or None,
        region=practice.region_id,
    )


def matches_of(practice: Practice) -> tuple[list[PracticeMatch], int]:
    """Unsaved matches, best first, and the run whose weights they have (0 for none).

    Only profiles that everybody may see; none of the same place, which knows it.
    """
    found = partners_for(AnonymousUser(), idea_of(practice))
    others = [one for one in found.matches if _can_learn(practice, one)]
    rows = [
        PracticeMatch(
            practice=practice, profile=one.partner, score=one.score, rank=number
        )
        for number, one in enumerate(others, start=1)
    ]
    return rows, found.run.pk if found.run else 0


def _can_learn(practice: Practice, match: Match) -> bool:
    # Where somebody is and how it fared says nothing about what was done.
    if not (match.focus or match.words):
        return False
    own, other = practice.region_id, match.partner.region_id
    return not (own.startswith(other) or other.startswith(own))
