"""The guide's own texts: chapters, cards, print and PDF, figures, reading ease."""

from portal.guide.chapters.loading import chapter, texts_of
from portal.guide.chapters.shapes import (
    CHAPTERS,
    Card,
    Chapter,
    ChecklistItem,
    Section,
    Source,
    Texts,
)

__all__ = [
    "CHAPTERS",
    "Card",
    "Chapter",
    "ChecklistItem",
    "Section",
    "Source",
    "Texts",
    "chapter",
    "texts_of",
]
