"""Who gets what of the guide's chapters: everybody all of it, as in rows.py."""

from tests.access.codes import ALL_LED_ON, EVERYBODY, fixed, row

CHAPTER = fixed(language="en", slug="what-clusters-are")
IN_ENGLISH = fixed(language="en")

GUIDE_CHAPTERS = {
    "guide:cards": row(EVERYBODY, IN_ENGLISH),
    "guide:chapter": row(EVERYBODY, CHAPTER),
    "guide:chapter-pdf": row(EVERYBODY, CHAPTER),
    "guide:contents": row(EVERYBODY, IN_ENGLISH),
    "guide:home": row(ALL_LED_ON),
    "guide:whole": row(EVERYBODY, IN_ENGLISH),
    "guide:whole-pdf": row(EVERYBODY, IN_ENGLISH),
}
