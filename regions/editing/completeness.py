"""How complete a record is, told as one types.

Each kind of record has a list of things that make it useful to others, with weights
that add up to 100. What is there counts in full, what is missing not at all; the
percentage is the sum. It orders nothing and is no part of the score of matches.

- strategy: title 10, period 20, document 30, responsible body 20, mailbox 20
- priority: title 10, summary of 200 characters 20, keywords (3) 10, topics 20, a stage
  10, an offer in own words 15, a need in own words 15
- cluster: title 5, legal name 5, region 5, website 5, summary of 200 characters 15,
  keywords (3) 5, topics 15, a stage 5, an offer in own words 10, a need in own words
  10, members 10, services 5, mailbox 5
- facility: name 20, kind 10, region 10, host 10, website 10, topics 20, access terms 20

What the portal derived from regional figures is not in the owner's words and so does
not count until it is adopted.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regions.editing.documents import Document
from regions.models import RecordKind

LONG_SUMMARY, SOME_KEYWORDS = 200, 3


@dataclass(frozen=True)
class Part:
    """One thing that makes a record useful; `field` leads to where it is written."""

    field: str
    label: Any
    weight: int
    is_there: bool


@dataclass(frozen=True)
class Completeness:
    """What is there and what is missing, and the weight of what is there, of 100."""

    parts: tuple[Part, ...]

    @property
    def percent(self) -> int:
        return sum(part.weight for part in self.parts if part.is_there)

    @property
    def there(self) -> list[Part]:
        return [part for part in self.parts if part.is_there]

    @property
    def missing(self) -> list[Part]:
        """The weightiest first."""
        gaps = [part for part in self.parts if not part.is_there]
        return sorted(gaps, key=lambda part: -part.weight)


def completeness(kind: str, document: Document) -> Completeness:
    """Say what a record of this kind holds and lacks; pure, any document will do."""
    return Completeness(
        tuple(
            Part(field, label, weight, bool(rule(document.get(field))))
            for field, label, weight, rule in RULES[RecordKind(kind)]
        )
    )


def _own(items: Any) -> bool:
    return any(str(item.get("text") or "").strip() for item in items or ())


def _long(text: Any) -> bool:
    return len(str(text or "").strip()) >= LONG_SUMMARY


def _some(words: Any) -> bool:
    return len(words or ()) >= SOME_KEYWORDS


def _stated(value: Any) -> bool:
    return value not in (None, "", [], {})


Rule = tuple[str, Any, int, Callable[[Any], bool]]
_SUMMARY = _("A summary of 200 characters or more")
_KEYWORDS = _("Three keywords or more")
_OFFER = _("An offer in your own words")
_NEED = _("A need in your own words")
_STAGE = _("A value-chain stage")
_TOPICS = _("Topics")

RULES: dict[str, tuple[Rule, ...]] = {
    RecordKind.STRATEGY: (
        ("title", _("Title"), 10, _stated),
        ("period", _("Period"), 20, _stated),
        ("document_url", _("Link to the document"), 30, _stated),
        ("responsible_body", _("Responsible body"), 20, _stated),
        ("mailbox", _("Role mailbox"), 20, _stated),
    ),
    RecordKind.PRIORITY: (
        ("title", _("Title"), 10, _stated),
        ("summary", _SUMMARY, 20, _long),
        ("topics", _TOPICS, 20, _stated),
        ("keywords", _KEYWORDS, 10, _some),
        ("stages", _STAGE, 10, _stated),
        ("offers", _OFFER, 15, _own),
        ("needs", _NEED, 15, _own),
    ),
    RecordKind.CLUSTER: (
        ("title", _("Name"), 5, _stated),
        ("legal_name", _("Legal name"), 5, _stated),
        ("region", _("Region"), 5, _stated),
        ("website", _("Website"), 5, _stated),
        ("summary", _SUMMARY, 15, _long),
        ("topics", _TOPICS, 15, _stated),
        ("keywords", _KEYWORDS, 5, _some),
        ("stages", _STAGE, 5, _stated),
        ("offers", _OFFER, 10, _own),
        ("needs", _NEED, 10, _own),
        ("members_total", _("Number of members"), 10, _stated),
        ("services", _("Services"), 5, _stated),
        ("mailbox", _("Role mailbox"), 5, _stated),
    ),
    RecordKind.FACILITY: (
        ("name", _("Name"), 20, _stated),
        ("kind", _("Kind"), 10, _stated),
        ("region", _("Region"), 10, _stated),
        ("host", _("Host"), 10, _stated),
        ("website", _("Website"), 10, _stated),
        ("topics", _TOPICS, 20, _stated),
        ("access_terms", _("Access terms"), 20, _stated),
    ),
}
