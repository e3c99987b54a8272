"""Sentences about what a side could state, and about a place in a list."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.acts import Act
from matching.features import Change
from matching.reasons import short_label
from portal.web.text import signed
from regions.models import ItemKind, Stage
from regions.queries.vocabulary import Vocabulary

ACTS = {
    ("add_topic", "you"): gettext_lazy("If you stated the topic “%(topic)s”"),
    ("add_topic", "they"): gettext_lazy("If they stated the topic “%(topic)s”"),
    ("add_need", "you"): gettext_lazy(
        "If you stated a need: %(kind)s in “%(topic)s”, which they offer"
    ),
    ("add_need", "they"): gettext_lazy(
        "If they stated a need: %(kind)s in “%(topic)s”, which you offer"
    ),
    ("add_offer", "you"): gettext_lazy(
        "If you stated an offer: %(kind)s in “%(topic)s”, which they need"
    ),
    ("add_offer", "they"): gettext_lazy(
        "If they stated an offer: %(kind)s in “%(topic)s”, which you need"
    ),
    ("add_stage", "you"): gettext_lazy("If you stated that you cover: %(stage)s"),
    ("add_stage", "they"): gettext_lazy("If they stated that they cover: %(stage)s"),
    ("confirm", "you"): gettext_lazy("If you confirmed your profile now"),
    ("confirm", "they"): gettext_lazy("If they confirmed their profile now"),
    ("all", "you"): gettext_lazy("If you did all of this"),
    ("all", "they"): gettext_lazy("If they did all of this"),
}

NEVER = {
    "no_run": gettext_lazy(
        "No scoring has finished yet, so there is no list. Look again in a few minutes."
    ),
    "nested": gettext_lazy(
        "It can never be in this list: both belong to the same region, or one region "
        "lies in the other. The portal looks for partners elsewhere."
    ),
    "not_public": gettext_lazy(
        "One of the two is not published. Only published profiles are matched."
    ),
    "lapsed": gettext_lazy(
        "Nobody has confirmed one of the two for more than two years, so it has left "
        "the lists. It is back as soon as its region or cluster confirms it."
    ),
    "no_index": gettext_lazy(
        "The exact rank cannot be worked out yet. The register is too large to be read "
        "while you wait, and the index that stands in for it is made at the end of a "
        "scoring. Look again after the next one."
    ),
    "not_scored": gettext_lazy(
        "One of the two has not been scored yet. The next scoring will place it."
    ),
}


def word_act(act: Act, words: Vocabulary) -> str:
    """What a side would have to do, as the first half of a sentence."""
    names: dict[str, Any] = {}
    if act.code == "add_topic":
        names = {"topic": short_label(words.topics[act.subjects[0]].label)}
    elif act.code in ("add_need", "add_offer"):
        kind, topic = act.subjects
        names = {
            "kind": ItemKind(kind).label,
            "topic": short_label(words.topics[topic].label),
        }
    elif act.code == "add_stage":
        names = {"stage": Stage(act.subjects[0]).label}
    return str(ACTS[act.code, act.side]) % names


def word_rank(act: Act) -> str:
    """The score and rank that an act leads to."""
    if act.rank is None:
        return _("still nothing in common")
    facts = {"score": _one_decimal(act.score), "rank": act.rank}
    return _("%(score)s points, rank %(rank)s") % facts


def word_difference(points: float) -> str:
    """Points more or fewer, with their sign."""
    return signed(_one_decimal(abs(points)), points)


def _one_decimal(points: float) -> str:
    return number_format(round(points, 1), 1)


def word_addition(name: str, value: Any, words: Vocabulary) -> str:
    """One addition in a few words, by its parameter: “Topic: Textiles”."""
    if name == "add_topic":
        return _("Topic: %(topic)s") % {"topic": short_label(words.topics[value].label)}
    if name == "add_stage":
        return _("Stage: %(stage)s") % {"stage": Stage(value).label}
    if name == "confirm":
        return _("Profile confirmed now")
    kind, topic = value
    text = _("Need: %(kind)s in %(topic)s")
    if name == "add_offer":
        text = _("Offer: %(kind)s in %(topic)s")
    return text % {
        "kind": ItemKind(kind).label,
        "topic": short_label(words.topics[topic].label),
    }


def parts_of(change: Change) -> list[tuple[str, str, Any]]:
    """A change as (parameter, its value in an address, the value itself)."""
    found: list[tuple[str, str, Any]] = []
    found += [("add_topic", code, code) for code in change.topics]
    found += [("add_need", ":".join(pair), pair) for pair in change.needs]
    found += [("add_offer", ":".join(pair), pair) for pair in change.offers]
    found += [("add_stage", stage, stage) for stage in change.stages]
    found += [("confirm", "yes", "yes")] if change.confirmed else []
    return found


def word_counts(first: int, appear: int) -> str:
    """How many partners come, in one sentence."""
    if not first and not appear:
        return _("Nobody new comes into the list.")
    if not first:
        return ngettext(
            "%(n)s new partner farther down the list.",
            "%(n)s new partners farther down the list.",
            appear,
        ) % {"n": appear}
    near = ngettext(
        "%(n)s new partner among the first 20",
        "%(n)s new partners among the first 20",
        first,
    ) % {"n": first}
    listed = ngettext("%(n)s new in the list", "%(n)s new in the list", appear) % {
        "n": appear
    }
    return _("%(near)s, %(listed)s.") % {"near": near, "listed": listed}
