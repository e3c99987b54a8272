"""What the three questions of an introduction begin with, from a question to peers."""

from django.utils.translation import gettext as _

from matching.introductions.models import Cooperation
from matching.introductions.prefilling import first_answers
from portal.guide.peers.models import PeerQuestion
from portal.guide.peers.sources import chapter_title
from regions.models import Profile

LONGEST_OCCASION = 250


def first_words(
    question: PeerQuestion, profile: Profile, partner: Profile
) -> dict[str, str]:
    """The two texts as what is sought; what one brings is what the pair's reasons say.

    Where they say nothing, one brings what one has tried.
    """
    tried = (
        _("What we have tried, or what stands in the way: %(text)s")
        % {"text": question.tried}
        if question.tried
        else ""
    )
    brings = first_answers(profile, partner)["brings"]
    return {
        "cooperation": Cooperation.EXPERIENCE,
        "brings": brings or _("Our own experience with this, and time to share it."),
        "seeks": "\n\n".join(filter(None, (question.wants, tried))),
        "occasion": occasion_of(question)[:LONGEST_OCCASION],
    }


def occasion_of(question: PeerQuestion) -> str:
    """The practice or the chapter from which it was asked, or ""."""
    if practice := question.public_practice:
        return _("Practice: %(title)s") % {"title": practice.title}
    if question.chapter:
        title = chapter_title(question.chapter)
        return _("Guide to cluster policy: %(title)s") % {"title": title}
    return ""
