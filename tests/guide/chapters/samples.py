"""Two short chapters and two cards in three languages, written into a folder."""

from pathlib import Path

from portal.guide.chapters.loading import digest_of

ITEMS = ("map", "ask", "choose", "plan", "check")
FIRST, SECOND = "what-clusters-are", "why-clusters-matter"

_CHAPTER = {
    "en": (
        ("What clusters are", "Firms that gain from being near.", "We do it"),
        "A [cluster](term:cluster) is near and linked.[^porter] We know"
        " {{ figure:clusters }} of them. Read on about [money](chapter:financing)"
        " or see [all clusters](page:regions:cluster-list).",
        ("Near and linked", "The firms are *near* each other. That helps wombats."),
        ("What it is not", "A cluster is no list of firms."),
    ),
    "de": (
        ("Was Cluster sind", "Firmen, denen Nähe nutzt.", "Wir tun es"),
        "Ein [Cluster](term:cluster) ist nah und verbunden.[^porter] Wir kennen"
        " {{ figure:clusters }} davon. Mehr über [Geld](chapter:financing)"
        " oder [alle Cluster](page:regions:cluster-list).",
        ("Nah und verbunden", "Die Firmen sind *nah* beieinander. Das hilft Dachsen."),
        ("Was es nicht ist", "Ein Cluster ist keine Liste von Firmen."),
    ),
    "fr": (
        ("Ce que sont les clusters", "Être près aide les firmes.", "Nous le faisons"),
        "Un [cluster](term:cluster) est proche et lié.[^porter] Il y en a"
        " {{ figure:clusters }}. Lisez sur [l’argent](chapter:financing)"
        " ou voyez [les clusters](page:regions:cluster-list).",
        ("Proche et lié", "Les firmes sont *proches*. Cela aide les blaireaux."),
        ("Ce qu’il n’est pas", "Un cluster n’est pas une liste."),
    ),
}


def chapter_text(language: str, digest: str = "", **more: str) -> str:
    """A chapter's file; `more` are texts to put in place of others, by name."""
    (title, summary, item), intro, *sections = _CHAPTER[language]
    points = "\n".join(f"  - id: {one}\n    text: {item}, {one}." for one in ITEMS)
    lines = [
        "---",
        f"title: {more.get('title', title)}",
        f"summary: {summary}",
        *([f"source_digest: {digest}"] if digest else []),
        "checklist:",
        points,
        "sources:",
        "  - id: porter",
        "    title: On <clusters>",
        "    publisher: M. Porter",
        "    year: 1998",
        "    url: https://example.org/porter",
        f"    confidence: {more.get('confidence', 'read')}",
        "    read_on: 2026-11-26",
        "---",
        more.get("intro", intro),
        "",
        *(f"## {heading}\n\n{text}\n" for heading, text in sections),
        "| Name | Count |",
        "|---|--:|",
        "| Ships | 3 |",
        "",
        *([more["end"]] if "end" in more else []),
    ]
    return "\n".join(lines) + "\n"


def cards_text(digest: str = "", title: str = "Ask first") -> str:
    return "\n".join(
        [
            *([f"source_digest: {digest}"] if digest else []),
            "sources:",
            "  - {id: porter, title: On clusters, publisher: M. Porter,"
            " confidence: recalled}",
            "cards:",
            f"  - {{id: ask, kind: do, title: {title}, text: 'Ask [firms](term:sme).',"
            " evidence: They know., sources: [porter], page: 'calls:list',"
            f" page_words: See calls, chapter: {FIRST}}}",
            "  - {id: copy, kind: dont, title: Copy nobody, text: It is not yours.,"
            " evidence: A study., sources: [porter], page: 'regions:list',"
            f" page_words: See regions, chapter: {SECOND}}}",
        ]
    )


def write_texts(folder: Path) -> Path:
    """All of it, with translations that fit."""
    for language in ("en", "de", "fr"):
        (folder / language).mkdir(parents=True)
        for slug in (FIRST, SECOND):
            source = folder / "en" / f"{slug}.md"
            digest = digest_of(source) if language != "en" else ""
            text = chapter_text(language, digest)
            if slug == SECOND:
                text = text.replace("title: ", "title: Why, ", 1)
            (folder / language / f"{slug}.md").write_text(text)
        digest = digest_of(folder / "en" / "cards.yaml") if language != "en" else ""
        title = {"en": "Ask first", "de": "Erst fragen", "fr": "Demander"}[language]
        (folder / language / "cards.yaml").write_text(cards_text(digest, title))
    return folder
