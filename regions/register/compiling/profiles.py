"""The tables of priorities and clusters: what the portal matches."""

from pathlib import Path

from regions.register.compiling.slugs import make_slug, unique_slugs
from regions.register.compiling.sources import read_rows, split_phrases, unique_codes

PRIORITY_FACTS = (
    "region_code",
    "period",
    "priority_title_en",
    "priority_title_original",
    "nace_divisions",
    "nabs",
    "policy_objectives",
    "keywords_en",
    "offers_en",
    "needs_en",
    "value_chain_stages",
    "source_url",
    "confidence",
)
CLUSTER_FACTS = (
    "name",
    "acronym",
    "nuts2",
    "city",
    "website",
    "nace_divisions",
    "nabs",
    "keywords_en",
    "members_total",
    "sme_members",
    "founded",
    "label",
    "source_url",
    "confidence",
)


def priority_rows(source: Path) -> list[dict[str, object]]:
    """Return the declared priorities, by region, period and title.

    A title that a region uses in two periods gets both periods' first year in its slug.
    """
    facts = read_rows(source, "priorities/ris3_priorities.csv", PRIORITY_FACTS)
    facts.sort(key=lambda row: [row[name] for name in PRIORITY_FACTS[:3]])
    slugs = unique_slugs(
        (make_slug(row["region_code"], row["priority_title_en"]), row["period"][:4])
        for row in facts
    )
    return [_priority_row(*pair) for pair in zip(slugs, facts, strict=True)]


def _priority_row(slug: str, fact: dict[str, str]) -> dict[str, object]:
    title, original = fact["priority_title_en"], fact["priority_title_original"]
    return {
        "slug": slug,
        "region": fact["region_code"],
        "period": fact["period"],
        "title": title,
        "title_original": original if original != title else "",
        "economic": unique_codes(fact["nace_divisions"]),
        "scientific": unique_codes(fact["nabs"]),
        "policy": unique_codes(fact["policy_objectives"]),
        "keywords": ";".join(split_phrases(fact["keywords_en"])),
        "offers": ";".join(split_phrases(fact["offers_en"])),
        "needs": ";".join(split_phrases(fact["needs_en"])),
        "stages": ";".join(split_phrases(fact["value_chain_stages"])),
        "source_url": fact["source_url"],
        "source_date": "",
        "confidence": fact["confidence"],
    }


def cluster_rows(source: Path, taken: frozenset[str]) -> list[dict[str, object]]:
    """Return the clusters, by region and name; `taken` are the priorities' slugs."""
    facts = read_rows(source, "clusters/clusters.csv", CLUSTER_FACTS)
    facts.sort(key=lambda row: (row["nuts2"], row["name"], row["city"]))
    slugs = unique_slugs(
        ((make_slug(row["nuts2"], row["name"]), row["city"]) for row in facts), taken
    )
    return [_cluster_row(*pair) for pair in zip(slugs, facts, strict=True)]


def _cluster_row(slug: str, fact: dict[str, str]) -> dict[str, object]:
    return {
        "slug": slug,
        "name": fact["name"],
        "acronym": fact["acronym"] if fact["acronym"] != fact["name"] else "",
        "region": fact["nuts2"],
        "city": fact["city"],
        "website": fact["website"],
        "economic": unique_codes(fact["nace_divisions"]),
        "scientific": unique_codes(fact["nabs"]),
        "keywords": ";".join(split_phrases(fact["keywords_en"])),
        "members_total": fact["members_total"],
        "sme_members": fact["sme_members"],
        "founded": fact["founded"],
        "label": fact["label"],
        "source_url": fact["source_url"],
        "source_date": "",
        "confidence": fact["confidence"],
    }
