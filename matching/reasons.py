"""Reasons in words: from the engine's codes and stored fields to sentences with links.

Nothing here judges: which reasons there are, and in which order, the engine says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.wording_reasons import (
    ABOUT_BOTH,
    ANCHORS,
    GAPS,
    SENTENCES,
    STRONG_RULES,
    SUBJECTS,
    WEAK_RULES,
    Subject,
)
from regions.models import Cooperation, ExchangeItem, Profile, Stage
from regions.queries.vocabulary import Vocabulary
from regions.wording import word_item

# More names than these are counted, not listed; names of projects are long.
MOST_NAMED = 3
MOST_PROJECTS = 1
LONGEST_PROJECT = 70
# What a division of manufacturing begins with. German keeps it: what follows is in
# the dative there.
_MANUFACTURE = re.compile(r"^(Manufacture of|Fabrication (?:de|d['’])) ?")
STAGES = dict(Stage.choices)


@dataclass(frozen=True)
class Phrase:
    """One reason as a sentence, with the address of the very field it rests on.

    An idea has no page: what rests on its own words has no address.
    """

    code: str
    component: str
    side: str
    field: str
    text: str
    url: str


@dataclass(frozen=True)
class Worded:
    """An explanation in words, best reason first."""

    reasons: tuple[Phrase, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def gain(self) -> list[Phrase]:
        """What the reader's side gains: facts of the partner."""
        return self._of("they")

    @property
    def give(self) -> list[Phrase]:
        """What the partner gains: facts of the reader's side."""
        return self._of("you")

    @property
    def shared(self) -> list[Phrase]:
        """What both have in common, or what lies between them."""
        return self._of("both")

    def of_component(self, name: str) -> list[Phrase]:
        return [phrase for phrase in self.reasons if phrase.component == name]

    def _of(self, side: str) -> list[Phrase]:
        return [phrase for phrase in self.reasons if _column(phrase) == side]


def word_explanations(
    profile: Profile,
    partners: Mapping[int, Profile],
    explanations: Mapping,
    words: Vocabulary,
    items: Mapping | None = None,
    sentences: Mapping[tuple[str, str], Any] = SENTENCES,
) -> dict[int, Worded]:
    """Word the explanations of one profile's partners, by partner id.

    Reads three queries for any number of partners. Partners without an explanation
    get an empty one. `items` are offers and needs that are not stored, by key;
    `sentences` those of somebody else than the portal, who may leave some unsaid.
    """
    subjects = _load_subjects(explanations.values(), items or {})
    worded = dict.fromkeys(partners, Worded())
    for key, explanation in explanations.items():
        writer = _Writer(profile, partners[key], subjects, words, sentences)
        reasons = tuple(
            writer.phrase(one) for one in explanation.reasons if writer.says(one)
        )
        worded[key] = Worded(reasons, _word_gaps(explanation.unknown))
    return worded


def _word_gaps(gaps: Iterable) -> tuple[str, ...]:
    """What is not known; the same gap on both sides, or twice, is one phrase."""
    sides: dict[str, set[str]] = {}
    for gap in gaps:
        sides.setdefault(gap.code, set()).add(gap.side)
    return tuple(
        str(GAPS[code, found.pop() if len(found) == 1 else "both"])
        for code, found in sides.items()
    )


@dataclass(frozen=True)
class _Subjects:
    """Everything that reasons name, by its key."""

    items: Mapping[int, ExchangeItem]
    projects: Mapping[int, Cooperation]


def _load_subjects(explanations: Iterable, given: Mapping) -> _Subjects:
    keys: dict[Subject, set] = {kind: set() for kind in Subject}
    for explanation in explanations:
        for reason in explanation.reasons:
            kind = SUBJECTS[reason.code]
            count = 2 if kind is Subject.ITEM else _most_named(kind)
            keys[kind].update(reason.subjects[:count])
    keys[Subject.ITEM] -= given.keys()
    items = ExchangeItem.objects.select_related("facility").prefetch_related("topics")
    return _Subjects(
        items={**items.in_bulk(keys[Subject.ITEM]), **given},
        projects=Cooperation.objects.in_bulk(keys[Subject.PROJECT]),
    )


@dataclass(frozen=True)
class _Writer:
    """Writes the reasons of one pair."""

    profile: Profile
    partner: Profile
    subjects: _Subjects
    words: Vocabulary
    sentences: Mapping[tuple[str, str], Any]

    def says(self, reason) -> bool:
        return (self._sentence(reason), reason.side) in self.sentences

    def phrase(self, reason) -> Phrase:
        kind = SUBJECTS[reason.code]
        sentence = str(self.sentences[self._sentence(reason), reason.side])
        names = self._names(kind, reason.subjects)
        return Phrase(
            code=reason.code,
            component=reason.component,
            side=reason.side,
            field=reason.field,
            text=sentence % (names | self._places(reason.side)),
            url=self._url(reason),
        )

    def _sentence(self, reason) -> str:
        """Some codes have a sentence for each case of their subjects."""
        if reason.code == "shared_topics":
            scheme = self.words.topics[reason.subjects[0]].scheme
            return f"shared_topics_{scheme}"
        if reason.code == "offer_meets_need":
            return self._exchange_sentence(reason.subjects)
        return reason.code

    def _exchange_sentence(self, subjects: tuple[int, ...]) -> str:
        """Regional figures are nobody's offer, and are not worded as one."""
        offer, need = (self.subjects.items[key] for key in subjects[:2])
        if offer.derivation not in STRONG_RULES or need.derivation not in WEAK_RULES:
            return "offer_meets_need"
        is_same = _topic_codes(offer) & _topic_codes(need)
        case = "same" if is_same else "related"
        return f"offer_meets_need_{case}"

    def _names(self, kind: Subject, subjects: tuple) -> dict[str, str]:
        if kind is Subject.ITEM:
            return self._offer_and_need(subjects)
        named = [self._name(kind, key) for key in subjects[: _most_named(kind)]]
        return {"names": _listed(named, more=len(subjects) - len(named))}

    def _name(self, kind: Subject, key) -> str:
        if kind is Subject.TOPIC:
            return _("“%(text)s”") % {"text": short_label(self.words.topics[key].label)}
        if kind is Subject.STAGE:
            return str(STAGES[key])
        if kind is Subject.PROJECT:
            return _project_name(self.subjects.projects[key])
        if kind is Subject.REGION:
            return self.words.region_label(key)
        return str(key)

    def _offer_and_need(self, subjects: tuple[int, ...]) -> dict[str, str]:
        offer, need = (self.subjects.items[key] for key in subjects[:2])
        both = {code for item in (offer, need) for code in _topic_codes(item)}
        labels = {code: short_label(self.words.topics[code].label) for code in both}
        return {
            "offer": _item_phrase(offer),
            "need": _item_phrase(need),
            "strong": _listed([labels[code] for code in sorted(_topic_codes(offer))]),
            "weak": _listed([labels[code] for code in sorted(_topic_codes(need))]),
        }

    def _places(self, side: str) -> dict[str, str]:
        region = self.profile.region if side == "you" else self.partner.region
        return {"place": region.label, **self._between}

    @cached_property
    def _between(self) -> dict[str, str]:
        """Where both are, in the order of you and they."""
        both = (self.profile.region, self.partner.region)
        countries = [self.words.country_label(one.country) for one in both]
        categories = [str(one.get_cohesion_category_display()) for one in both]
        return {"countries": _listed(countries), "categories": _listed(categories)}

    def _url(self, reason) -> str:
        holder = self.profile if reason.side == "you" else self.partner
        anchor = ANCHORS[reason.field]
        if reason.field == "summary" and holder.summary:
            anchor = "#summary"
        if SUBJECTS[reason.code] is Subject.ITEM:
            anchor = f"#item-{reason.subjects[0]}"
        page = holder.get_absolute_url()
        return page and page + anchor


def _column(phrase: Phrase) -> str:
    return "both" if phrase.code in ABOUT_BOTH else phrase.side


def _topic_codes(item: ExchangeItem) -> set[str]:
    return {topic.pk for topic in item.topics.all()}


def _item_phrase(item: ExchangeItem) -> str:
    """What is offered or needed, marked where the portal derived it."""
    text = _("“%(text)s”") % {"text": word_item(item).text}
    return _("%(text)s (derived)") % {"text": text} if item.derivation else text


def _most_named(kind: Subject) -> int:
    return MOST_PROJECTS if kind is Subject.PROJECT else MOST_NAMED


def short_label(label: str) -> str:
    """A topic as one says it: "textiles" rather than "Manufacture of textiles"."""
    return _MANUFACTURE.sub("", label).partition(";")[0]


def _project_name(project: Cooperation) -> str:
    name = Truncator(project.name).chars(LONGEST_PROJECT)
    return f"{name} ({project.year})" if project.year else name


def _listed(names: list[str], more: int = 0) -> str:
    """Names as one would say them: "a, b and c", or "a, b and 4 more"."""
    names = list(names)
    if more > 0:
        names.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {
        "first": ", ".join(names[:-1]),
        "last": names[-1],
    }
