"""The tables of a file: their columns, in the order in which people fill them.

Names of columns are the same in every language, so that a file travels; the sheet
`read me` explains them in the reader's. `id` is a record's address in the portal, or
for a new one `new:` and a word of one's own, by which other rows of the file name it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from regions.models import ItemKind, RecordKind, Scheme, Stage
from regions.models.cluster_words import LANGUAGES, ClusterService
from regions.sheets import cells
from regions.sheets.cells import Kind

NEW, EXAMPLE = "new:", "example:"
SIDE_WORDS = {"offer": "offers", "need": "needs"}


@dataclass(frozen=True)
class Column:
    """One column. `scheme` narrows topics to one scheme; `choices` are all it may hold.

    An `is_info` column is written for the reader and not read; `is_personal` marks data
    that only the record's own people get.
    """

    name: str
    kind: Kind
    help: Any
    choices: tuple[str, ...] = ()
    scheme: str = ""
    is_info: bool = False
    is_personal: bool = False


@dataclass(frozen=True)
class Table:
    """One table; `record` is the kind of record that each row is, or ""."""

    name: str
    record: str
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.columns]


def _text(name: str, help: Any, **options: Any) -> Column:
    return Column(name, cells.TEXT, help, **options)


def _whole(name: str, help: Any) -> Column:
    return Column(name, cells.WHOLE, help)


_ID = Column(
    "id",
    cells.CODE,
    _("Address of the record in the portal; for a new one new: and any word of yours."),
)
_VERSION = Column(
    "version",
    cells.WHOLE,
    _("Version you exported: leave it as it is. Empty for a new record."),
)
_STATUS = Column(
    "status", cells.WORD, _("For your information; not read."), is_info=True
)
_TITLE = _text("title", _("Title, at most 250 characters."))
_MAILBOX = _text("mailbox", _("An address of the office, not of a person."))
_VISIBILITY = Column(
    "visibility",
    cells.PAIRS,
    _("Who sees which field, such as team_size=partners; empty: everybody."),
)
_REGION = Column("region", cells.CODE, _("NUTS code, see the sheet codes."))
_PROFILE = (
    _text("summary", _("A few sentences, at most 5,000 characters.")),
    Column("keywords", cells.PHRASES, _("Separated by semicolons, at most 30.")),
    *(
        Column(
            scheme.value,
            cells.CODES,
            _("Codes of topics, separated by semicolons; see the sheet codes."),
            scheme=scheme.value,
        )
        for scheme in Scheme
    ),
    Column(
        "stages",
        cells.CODES,
        _("Value-chain stages, separated by semicolons; see the sheet codes."),
        choices=tuple(Stage.values),
    ),
)

STRATEGIES = Table(
    "strategies",
    RecordKind.STRATEGY,
    (
        _ID,
        _VERSION,
        _STATUS,
        _REGION,
        _text("period", _("Such as 2021-2027.")),
        _TITLE,
        _text("document_url", _("Web address of the document.")),
        _text("responsible_body", _("Who is responsible for the strategy.")),
        _MAILBOX,
        _VISIBILITY,
    ),
)
PRIORITIES = Table(
    "priorities",
    RecordKind.PRIORITY,
    (
        _ID,
        _VERSION,
        _STATUS,
        Column(
            "strategy",
            cells.CODE,
            _("Id of its strategy, in this file or in the portal."),
        ),
        _TITLE,
        _text("title_original", _("Title in the language of the strategy.")),
        *_PROFILE,
    ),
)
CLUSTERS = Table(
    "clusters",
    RecordKind.CLUSTER,
    (
        _ID,
        _VERSION,
        _STATUS,
        _REGION,
        _TITLE,
        _text("legal_name", _("Name in law, where it differs.")),
        _text("acronym", _("Short name.")),
        _text("city", _("Town of the seat.")),
        _text("website", _("Web address.")),
        _whole("founded", _("Year.")),
        _whole("team_size", _("People in the management team.")),
        _whole("members_total", _("All members.")),
        _whole("sme_members", _("Small and medium-sized members.")),
        _whole("large_members", _("Large companies among the members.")),
        _whole("research_members", _("Research and education members.")),
        _whole("public_members", _("Public bodies among the members.")),
        _text("label", _("Excellence label.")),
        Column(
            "services",
            cells.CODES,
            _("What the cluster does for its members; see the sheet codes."),
            choices=tuple(ClusterService.values),
        ),
        Column(
            "languages",
            cells.CODES,
            _("Working languages, by their codes; see the sheet codes."),
            choices=tuple(LANGUAGES),
        ),
        Column(
            "target_regions", cells.CODES, _("NUTS codes, separated by semicolons.")
        ),
        *_PROFILE,
        _MAILBOX,
        _text("phone", _("Telephone of the office."), is_personal=True),
        _text("contact_person", _("Name of a person to ask."), is_personal=True),
        _VISIBILITY,
    ),
)
OFFERS_NEEDS = Table(
    "offers_needs",
    "",
    (
        Column(
            "of", cells.CODE, _("Id of the priority or cluster that it belongs to.")
        ),
        Column("side", cells.WORD, _("offer or need."), choices=tuple(SIDE_WORDS)),
        Column(
            "kind",
            cells.WORD,
            _("What kind of thing it is; see the sheet codes."),
            choices=tuple(ItemKind.values),
        ),
        _text("text", _("What it is, in a few words; at most 500 characters.")),
        Column("topics", cells.CODES, _("Codes of topics, separated by semicolons.")),
        _whole("trl_min", _("Lowest technology readiness level, 1 to 9.")),
        _whole("trl_max", _("Highest technology readiness level, 1 to 9.")),
        Column(
            "stage",
            cells.WORD,
            _("One value-chain stage; see the sheet codes."),
            choices=tuple(Stage.values),
        ),
        Column(
            "is_confidential",
            cells.FLAG,
            _("yes: shown to partners only, and not used in matching."),
            choices=("yes", "no"),
        ),
        Column("facility", cells.CODE, _("Address of a facility in the portal.")),
        Column(
            "derivation",
            cells.WORD,
            _(
                "Filled where the portal worked the row out: leave it as it is, or"
                " empty it and write a text of your own."
            ),
        ),
    ),
)
TABLES = {one.name: one for one in (STRATEGIES, PRIORITIES, CLUSTERS, OFFERS_NEEDS)}
# What people choose to export or to start from.
WHATS = {
    "strategies": (STRATEGIES, PRIORITIES, OFFERS_NEEDS),
    "clusters": (CLUSTERS, OFFERS_NEEDS),
}
TABLE_OF = {one.record: one for one in TABLES.values() if one.record}


def header_table(header: Iterable[str]) -> Table | None:
    """The one table that has all these columns and whose rows can be told apart."""
    named = set(header)
    fitting = [
        one
        for one in TABLES.values()
        if named <= set(one.names) and {"of" if not one.record else "title"} <= named
    ]
    return fitting[0] if len(fitting) == 1 else None
