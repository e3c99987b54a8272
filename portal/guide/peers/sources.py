"""From where a question is asked: a chapter of the guide, in the reader's language."""

from django.conf import settings
from django.utils.translation import get_language

from portal.guide.chapters import CHAPTERS, chapter


def chapter_title(slug: str) -> str:
    """The title of a chapter in the reader's language, or in the first there is."""
    languages = (get_language() or "", *(code for code, _name in settings.LANGUAGES))
    found = (chapter(language[:2], slug) for language in languages)
    return next((one.title for one in found if one is not None), slug)


def chapter_choices() -> list[tuple[str, str]]:
    """All chapters by slug and title, in their order."""
    return [(slug, chapter_title(slug)) for slug in CHAPTERS]
