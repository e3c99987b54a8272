"""What the portal's words mean, in every language, and the links to them."""

from portal.guide.glossary.loading import is_outdated, term, terms_of
from portal.guide.glossary.shapes import Source, Term, TermFault, Terms

__all__ = [
    "Source",
    "Term",
    "TermFault",
    "Terms",
    "is_outdated",
    "term",
    "terms_of",
]
