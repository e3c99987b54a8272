"""What stands beside the tables in a file: how to fill them, all codes, examples."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from regions.models import ItemKind, Region, Scheme, Stage, Topic, Visibility
from regions.models.cluster_words import LANGUAGES, ClusterService, language_name
from regions.sheets.tables import OFFERS_NEEDS, WHATS, Table
from regions.sheets.writing import Choices, Grid

READ_ME, CODES = "read me", "codes"
# The columns of the sheet of codes: each code has its meaning beside it.
_LISTS = (
    "region",
    *Scheme.values,
    "kind",
    "stages",
    "services",
    "languages",
    "visibility",
    "side",
    "is_confidential",
)
# Which list the cells of a column are chosen from; one code a cell only.
_CHOSEN = {"region": "region", "stage": "stages"} | {
    name: name for name in ("kind", "side", "is_confidential")
}


def _pairs(name: str) -> list[tuple[str, str]]:
    """Code and meaning of everything that this list holds."""
    if name == "region":
        return [(one.code, one.label) for one in Region.objects.order_by("code")]
    if name in Scheme.values:
        topics = Topic.objects.filter(scheme=name).order_by("code")
        return [(one.code, one.label) for one in topics]
    if name == "languages":
        return [(code, str(language_name(code))) for code in LANGUAGES]
    if name == "side":
        return [("offer", _("offer")), ("need", _("need"))]
    if name == "is_confidential":
        return [("yes", _("yes")), ("no", _("no"))]
    chosen = {
        "kind": ItemKind,
        "stages": Stage,
        "services": ClusterService,
        "visibility": Visibility,
    }[name]
    return [(value, str(label)) for value, label in chosen.choices]


def codes_grid() -> Grid:
    """All codes, each list in two columns."""
    lists = [_pairs(name) for name in _LISTS]
    header = [cell for name in _LISTS for cell in (name, f"{name}: {_('meaning')}")]
    longest = max(len(one) for one in lists)
    rows = [
        [
            cell
            for one in lists
            for cell in (one[place] if place < len(one) else ("", ""))
        ]
        for place in range(longest)
    ]
    return Grid(CODES, header, rows)


def choices_for(table: Table) -> dict[str, Choices]:
    """The lists that a spreadsheet offers in this table's cells."""
    found = {}
    for column in table.columns:
        name = _CHOSEN.get(column.name)
        if name is not None:
            place = 2 * _LISTS.index(name) + 1
            last = 1 + len(_pairs(name))
            found[column.name] = Choices(CODES, get_column_letter(place), 2, last)
    return found


def read_me_grid(what: str) -> Grid:
    """How to fill the tables, in the reader's language."""
    rows = [["", "", line] for line in _rules()]
    for table in WHATS[what]:
        rows += [[table.name, one.name, str(one.help)] for one in table.columns]
    return Grid(READ_ME, ["table", "column", "explanation"], rows)


def _rules() -> Iterable[str]:
    return (
        _("Each row is one record. Names of sheets and columns stay as they are."),
        _(
            "A row that you leave out stays as it is in the portal: nothing is ever"
            " deleted by importing."
        ),
        _("A column that you leave out stays as it is in the portal, too."),
        _(
            "Offers and needs are taken as a whole: a record of this file has exactly"
            " those that stand in %(table)s. Without that sheet they stay as they are."
        )
        % {"table": OFFERS_NEEDS.name},
        _("Several values in a cell are separated by semicolons."),
        _("Write no formulas and merge no cells. Rows of examples are to be deleted."),
        _("The portal first shows what would change; nothing is written before."),
    )


_EXAMPLES = {
    "priorities": [
        {
            "id": "example:priority",
            "strategy": "example:strategy",
            "title": "Wood for building",
            "summary": "What the region wants to do, with whom, and by when.",
            "keywords": "timber construction; prefabrication",
            "economic": "16; 41",
            "stages": "development; pilot",
        }
    ],
    "strategies": [
        {
            "id": "example:strategy",
            "region": "ES51",
            "period": "2021-2027",
            "title": "RIS3 of the region",
            "document_url": "https://example.org/ris3.pdf",
            "responsible_body": "Ministry of Economy",
            "mailbox": "ris3@example.org",
        }
    ],
    "clusters": [
        {
            "id": "example:cluster",
            "region": "ES51",
            "title": "Timber Cluster",
            "acronym": "TC",
            "city": "Girona",
            "website": "https://example.org",
            "founded": "2009",
            "members_total": "120",
            "sme_members": "90",
            "services": "networking; training",
            "languages": "es; en",
            "economic": "16",
            "mailbox": "office@example.org",
            "visibility": "team_size=partners",
        }
    ],
}


def example_rows(what: str, table: Table) -> list[dict[str, str]]:
    """Rows that show how the table is filled; importing refuses them."""
    if table is OFFERS_NEEDS:
        of = "example:cluster" if what == "clusters" else "example:priority"
        offer = {"of": of, "side": "offer", "kind": "facility", "trl_min": "5"}
        need = {"of": of, "side": "need", "kind": "skill", "is_confidential": "yes"}
        return [
            offer | {"text": "A pilot line for glued timber", "trl_max": "7"},
            need | {"text": "Fire safety engineering", "topics": "71"},
        ]
    return _EXAMPLES[table.name]


def template_grids(what: str) -> list[Grid]:
    """The tables with nothing but examples in them."""
    return [
        Grid(
            table.name,
            table.names,
            [[row.get(name, "") for name in table.names] for row in rows],
            choices_for(table),
        )
        for table in WHATS[what]
        for rows in [example_rows(what, table)]
    ]
