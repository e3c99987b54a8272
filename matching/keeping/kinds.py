"""What people are told: changes of profiles they follow, new results of searches."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.notices.kinds import Kind, Words, register_kind

FOLLOWED, FOUND = "followed-profile", "saved-search"
TITLES_TOLD = 3


def followed_words(facts: Mapping[str, Any]) -> Words:
    """One line of what happened to a profile."""
    lines = {
        "changed": _("“%(title)s” was changed"),
        "published": _("“%(title)s” was published"),
        "withdrawn": _("“%(title)s” was withdrawn"),
        "merged": _("“%(title)s” was merged into “%(into)s”"),
    }
    words = {"title": facts["title"], "into": facts.get("into", "")}
    text = _("You follow this profile.")
    if facts["what"] == "merged":
        text = _("You followed the first of them, and follow the second now.")
    return Words(lines[facts["what"]] % words, text)


def found_words(facts: Mapping[str, Any]) -> Words:
    """How many are new in a search, and the first of them by title."""
    count = facts["count"]
    line = ngettext(
        "%(n)d new result of your search “%(name)s”",
        "%(n)d new results of your search “%(name)s”",
        count,
    ) % {"n": count, "name": facts["name"]}
    titles = _("; ").join(facts["titles"])
    more = count - len(facts["titles"])
    if more > 0:
        rest = ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
        titles = f"{titles} {rest}"
    return Words(line, titles)


def register_kinds() -> None:
    """Make both known to the notices."""
    register_kind(
        Kind(
            name=FOLLOWED,
            group="following",
            label=gettext_lazy("Changes of profiles that you follow"),
            words=followed_words,
            pace="weekly",
        )
    )
    register_kind(
        Kind(
            name=FOUND,
            group="searches",
            label=gettext_lazy("New results of your saved searches"),
            words=found_words,
            pace="daily",
        )
    )
