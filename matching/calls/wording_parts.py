"""The smallest parts of sentences about rules: places, kinds of partners, lists.

Places are said as they stand after "in" ("in a less developed region"), so that each
language can put them into the case that it needs there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from matching.calls.wording_names import CHOICES, KINDS, PARAMS
from matching.composition import Actor, Category
from regions.queries.vocabulary import Vocabulary, vocabulary

MOST_NAMED = 6
_shared: ContextVar[Vocabulary | None] = ContextVar("words", default=None)
_PLACES = {
    "less": pgettext_lazy("in …", "a less developed region"),
    "transition": pgettext_lazy("in …", "a transition region"),
    "more": pgettext_lazy("in …", "a more developed region"),
    "outermost": pgettext_lazy("in …", "an outermost region"),
}
_CATEGORIES = {
    Category.LESS: gettext_lazy("less developed"),
    Category.TRANSITION: gettext_lazy("transition"),
    Category.MORE: gettext_lazy("more developed"),
    Category.NONE: gettext_lazy("no category, or not known"),
}
_ACTORS = {
    Actor.AUTHORITY: gettext_lazy("public authority"),
    Actor.CLUSTER: gettext_lazy("cluster organisation"),
    Actor.RESEARCH: gettext_lazy("research organisation"),
    Actor.COMPANY: gettext_lazy("company"),
    Actor.OTHER: gettext_lazy("other organisation"),
}
EU = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR"),
        *("HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO"),
        *("SE", "SI", "SK"),
    }
)
# Countries of programmes that are no part of the register's map.
_FURTHER = {
    "BA": gettext_lazy("Bosnia and Herzegovina"),
    "MD": gettext_lazy("Moldova"),
    "UA": gettext_lazy("Ukraine"),
}


@contextmanager
def sharing_words() -> Iterator[None]:
    """Ask once for the names of places and topics, for all that is worded inside."""
    token = _shared.set(_words())
    try:
        yield
    finally:
        _shared.reset(token)


def _words() -> Vocabulary:
    return _shared.get() or vocabulary()


def word_category(category: str) -> str:
    """A category of regions, by itself."""
    return str(_CATEGORIES[Category(category)])


def word_actor(actor: str) -> str:
    """A kind of organisation, by itself."""
    return str(_ACTORS[Actor(actor)])


def word_kind(kind: str) -> str:
    """What a kind of rule is called in a list of them."""
    return str(KINDS.get(kind, kind))


def word_param(name: str) -> str:
    """What a parameter of a rule is called in a form."""
    return str(PARAMS.get(name, name))


def word_choice(value: str) -> str:
    """One choice of a parameter."""
    if value in tuple(Actor):
        return word_actor(value)
    if value in tuple(Category):
        return word_category(value)
    return str(CHOICES.get(value, value))


def places(params: Mapping[str, Any]) -> str:
    """The regions of a rule, as they stand after "in"."""
    names = [str(_PLACES[one]) for one in params["categories"]]
    if params.get("outermost"):
        names.append(str(_PLACES["outermost"]))
    return any_of(names)


def actors(params: Mapping[str, Any]) -> str:
    """The kinds of organisation of a rule."""
    return any_of([word_actor(one) for one in params["actors"]])


def any_of(names: Sequence[str]) -> str:
    """“a, b or c”."""
    if len(names) < 2:
        return "".join(names)
    words = {"first": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(first)s or %(last)s") % words


def all_of(names: Sequence[str]) -> str:
    """“a, b and c”."""
    if len(names) < 2:
        return "".join(names)
    words = {"first": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(first)s and %(last)s") % words


def some_of(names: Sequence[str]) -> str:
    """All of a few names; of many, the first and how many more there are."""
    if len(names) <= MOST_NAMED:
        return all_of(names)
    shown = MOST_NAMED - 1
    words = {"names": ", ".join(names[:shown]), "n": len(names) - shown}
    return _("%(names)s and %(n)d more") % words


def _country(code: str, words: Vocabulary) -> str:
    """The name of a country; its code where nobody knows a name."""
    return str(_FURTHER.get(code) or words.country_label(code))


def countries(codes: Iterable[str]) -> str:
    """Names of countries by their alphabet; the Union's states together as one."""
    left, names, words = set(codes), [], _words()
    if left >= EU:
        names.append(_("the 27 member states of the European Union"))
        left -= EU
    return all_of([*names, *sorted(_country(code, words) for code in left)])


def topics(codes: Iterable[str]) -> str:
    """Labels of topics; the code of one that the register does not have."""
    return any_of(topic_labels(codes))


def topic_labels(codes: Iterable[str]) -> list[str]:
    known = _words().topics
    return [known[code].label if code in known else code for code in codes]


def number(value: float) -> str:
    """A number as the reader writes it, without needless digits."""
    whole = float(value).is_integer()
    return number_format(int(value) if whole else value, force_grouping=True)


def percent(share: float) -> str:
    """A share between 0 and 1 as a number of hundredths."""
    return number(round(share * 100, 1))


def named(keys: Iterable[str], names: Mapping[str, str] | None) -> str:
    """Partners by the names that the reader knows."""
    return some_of([(names or {}).get(key, key) for key in keys])
