"""What the three questions begin with: the match's reasons, as its sender says them."""

from django.utils.translation import gettext_lazy as _

from matching.features import explain_pairs
from matching.reasons import Phrase, word_explanations
from regions.models import Profile
from regions.queries.vocabulary import vocabulary

MOST = 4
LONGEST = 1500
# As in matching.wording_reasons, by code and by whose record holds the fact: "you" is
# the profile that asks. Here it speaks of itself as "we", and to the partner.
LETTER = {
    ("related_topics", "they"): _("You work on a related field: %(names)s"),
    ("related_topics", "you"): _("We work on a related field: %(names)s"),
    ("offer_meets_need", "they"): _("You offer %(offer)s. We need %(need)s"),
    ("offer_meets_need", "you"): _("We offer %(offer)s. You need %(need)s"),
    ("offer_meets_need_same", "they"): _(
        "Your region is strong in “%(strong)s”, where ours is weak (from figures)"
    ),
    ("offer_meets_need_same", "you"): _(
        "Our region is strong in “%(strong)s”, where yours is weak (from figures)"
    ),
    ("offer_meets_need_related", "they"): _(
        "Your region is strong in “%(strong)s”, related to “%(weak)s”, where ours is"
        " weak (from figures)"
    ),
    ("offer_meets_need_related", "you"): _(
        "Our region is strong in “%(strong)s”, related to “%(weak)s”, where yours is"
        " weak (from figures)"
    ),
    ("covers_stage", "they"): _("You cover stages that we do not: %(names)s"),
    ("covers_stage", "you"): _("We cover stages that you do not: %(names)s"),
    ("strong_in", "they"): _("%(place)s has strength in %(names)s"),
    ("strong_in", "you"): _("%(place)s has strength in %(names)s"),
    ("theme_experience", "they"): _("Projects of %(place)s touch our theme: %(names)s"),
    ("theme_experience", "you"): _("Projects of %(place)s touch your theme: %(names)s"),
}


def first_answers(profile: Profile, partner: Profile) -> dict[str, str]:
    """What we bring and what we seek, from what the pair's reasons say."""
    explained = explain_pairs(profile.pk, [partner.pk])
    worded = word_explanations(
        profile, {partner.pk: partner}, explained, vocabulary(), sentences=LETTER
    )[partner.pk]
    return {"brings": _joined(worded.give), "seeks": _joined(worded.gain)}


def _joined(phrases: list[Phrase]) -> str:
    """The best few, one a line; whole sentences only."""
    text = ""
    for phrase in phrases[:MOST]:
        longer = f"{text}\n{phrase.text}.".strip()
        if len(longer) > LONGEST:
            break
        text = longer
    return text
