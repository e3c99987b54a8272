"""The chapters of the guide as a practice names them."""

CHAPTERS = (
    *("what-clusters-are", "why-clusters-matter", "what-makes-clusters-succeed"),
    *("designing-a-programme", "instruments", "smart-specialisation", "cooperation"),
    *("internationalisation", "financing", "sharing-infrastructures"),
    *("monitoring-and-evaluation", "using-this-portal"),
)


def chapter_choices() -> list[tuple[str, str]]:
    """Slugs and titles in the reader's language, in the order of the guide."""
    return [(slug, chapter_title(slug)) for slug in CHAPTERS]


def chapter_title(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
