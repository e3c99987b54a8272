"""Who gets what of the glossary and of checklists: one row an address."""

from tests.access.codes import EVERYBODY, fixed, row

GUIDE_CHECKLISTS = {
    "guide:glossary": row(EVERYBODY, fixed(language="en")),
    "guide:checklists:overview": row(EVERYBODY),
    "guide:checklists:chapter": row(EVERYBODY, fixed(chapter="instruments")),
    # Another region's checklists are not there for anybody else.
    "guide:checklists:csv": row("in 404 200 200 200 404", query="?for=region-ES51"),
    "guide:checklists:print": row(EVERYBODY),
}
