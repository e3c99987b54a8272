"""Page addresses: made from a region's code and a name, the same every time."""

from collections import Counter
from collections.abc import Iterable

from django.utils.text import slugify

_LETTERS = str.maketrans(
    {
        **dict(
            zip("łøđðıæœß", ("l", "o", "d", "d", "i", "ae", "oe", "ss"), strict=True)
        ),
        **dict(zip("ŁØĐÐ", ("l", "o", "d", "d"), strict=True)),
        "&": " and ",
        "’": "",
        "'": "",
        "/": " ",
        ".": " ",
    }
)


def make_slug(*parts: str, limit: int = 100) -> str:
    """Return the parts as one slug of at most `limit` characters, cut at a word."""
    slug = slugify(" ".join(parts).translate(_LETTERS)).replace("_", "-").strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rsplit("-", 1)[0].strip("-")[:limit]


def unique_slugs(
    wanted: Iterable[tuple[str, str]], taken: frozenset[str] = frozenset()
) -> list[str]:
    """Return a slug for each (slug, what tells it apart) in the order given.

    Where two want the same slug, each gets what tells it apart added (a period, a
    city); where that is not enough, a number in the order of the rows.
    """
    wanted = list(wanted)
    demand = Counter(slug for slug, _ in wanted)
    used, slugs = set(taken), []
    for slug, apart in wanted:
        crowded = demand[slug] > 1 or slug in taken
        base = make_slug(slug, apart) if crowded else slug
        candidate, number = base, 2
        while candidate in used:
            candidate, number = f"{base}-{number}", number + 1
        used.add(candidate)
        slugs.append(candidate)
    return slugs
