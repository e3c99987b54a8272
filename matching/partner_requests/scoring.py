"""A request as the engine sees it: an idea whose needs are what is sought."""

from django.contrib.auth.models import AnonymousUser

from matching.ideas import Idea, IdeaItem, partners_for
from matching.models import Match
from matching.partner_requests.models import PartnerRequest, RequestMatch
from regions.models import Stage


def idea_of(request: PartnerRequest) -> Idea:
    """The idea behind a request: its words and topics, and a need of each kind.

    Stages work the other way round there: one states what one covers and gains the
    rest, so the stages that are sought are those left out.
    """
    codes = tuple(sorted(topic.pk for topic in request.topics.all()))
    sought = request.stages
    covered = [str(one) for one in Stage if one not in sought] if sought else []
    needs = [
        IdeaItem(-number, str(kind), request.title, codes)
        for number, kind in enumerate(request.kinds, start=1)
    ]
    return Idea(
        text=f"{request.title}. {request.text}",
        topics=codes or None,
        needs=tuple(needs),
        stages=tuple(covered),
        region=request.profile.region_id,
    )


def matches_of(request: PartnerRequest) -> tuple[list[RequestMatch], int]:
    """Unsaved matches, best first, and the run whose weights they have (0 for none).

    Only profiles that everybody may see; none of the same place, as in match lists.
    """
    found = partners_for(AnonymousUser(), idea_of(request))
    others = [one for one in found.matches if _can_meet(request, one)]
    rows = [
        RequestMatch(request=request, profile=one.partner, score=one.score, rank=number)
        for number, one in enumerate(others, start=1)
    ]
    return rows, found.run.pk if found.run else 0


def _can_meet(request: PartnerRequest, match: Match) -> bool:
    # Where somebody is and how it fared says nothing about what is sought.
    if not (match.focus or match.words or match.receive):
        return False
    own, other = request.profile.region_id, match.partner.region_id
    return not (own.startswith(other) or other.startswith(own))
