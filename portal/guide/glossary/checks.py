"""System check: a file of terms with a fault is told at the start, not on a page."""

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from portal.guide.glossary.loading import FOLDER, read_terms
from portal.guide.glossary.shapes import TermFault


@register("guide")
def check_terms(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Each language has a file of terms without a fault."""
    found: list[CheckMessage] = []
    for language, _name in settings.LANGUAGES:
        try:
            read_terms(FOLDER, language)
        except TermFault as fault:
            found.append(
                Error(
                    f"The glossary cannot be read: {fault}",
                    hint="Mend portal/guide/glossary/terms.",
                    id="guide_glossary.E001",
                )
            )
    return found
