"""What the pages show that answer "what if" and "is somebody missing"."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from matching.features import Change, can_score_now
from matching.forms import FindForm, WhatIfForm
from matching.models import MatchRun
from matching.queries import SIDE, MatchList
from matching.queries_find import MOST_FOUND
from matching.whatif import Outcome, Place, outcome_of, proposals_for
from matching.wording_cards import pair_url, profile_card
from matching.wording_changes import parts_of, word_addition, word_counts
from regions.models import ItemKind, Profile, Scheme, Stage, Status
from regions.queries.vocabulary import Vocabulary

BEST_SHOWN = 3


def whatif_context(
    request: HttpRequest, profile: Profile, run: MatchRun | None, form: WhatIfForm
) -> dict[str, Any]:
    """Everything that matching/whatif.html shows."""
    words, is_right = form.words, form.is_valid()
    change = form.change if is_right else Change()
    silent = silence(profile, run)
    outcomes: tuple[Outcome | None, ...] = ()
    if not silent and is_right and run is not None:
        outcomes = (
            (outcome_of(profile.pk, change, run),)
            if change
            else proposals_for(profile.pk, run)
        )
    found = [one for one in outcomes if one]
    partners = partners_of(request.user, found)
    worded = outcome_row if change else proposal_row
    rows = [worded(profile, one.among(partners), partners, words) for one in found]
    return {
        "profile": profile,
        "source": profile_card(profile, words),
        "run": run,
        "kept": settings.MATCHES_PER_PROFILE,
        "silent": silent,
        "form": form,
        "errors": [] if is_right else error_lines(form),
        "own": rows[0] if change and rows else None,
        "proposals": [] if change else rows,
        "chosen": chosen_of(profile, change, words),
        "choices": choices_of(profile, change, words),
        "page_url": whatif_url(profile),
    }


def silence(profile: Profile, run: MatchRun | None) -> str:
    """A word for why nothing can be tried, or ""."""
    if run is None:
        return "no_run"
    if profile.status != Status.PUBLISHED:
        return "not_public"
    if profile.lapsed_at:
        return "lapsed"
    return "" if can_score_now() else "no_index"


def partners_of(user: Any, outcomes: Iterable[Outcome]) -> dict[int, Profile]:
    """The partners of these outcomes that this person may see; one query."""
    keys = {key for one in outcomes for key in one.partners}
    rows = Profile.objects.visible_to(user).filter(pk__in=keys)
    return rows.select_related(*SIDE).in_bulk()


def proposal_row(
    profile: Profile, outcome: Outcome, partners: dict[int, Profile], words: Vocabulary
) -> dict[str, Any]:
    """One change in words: what is added, how many come, and the best of them."""
    parts = parts_of(outcome.change)
    best = (outcome.first or outcome.appear)[:BEST_SHOWN]
    return {
        "text": ", ".join(word_addition(n, value, words) for n, _, value in parts),
        "url": whatif_url(profile, [(name, text) for name, text, _ in parts]),
        "counts": word_counts(len(outcome.first), len(outcome.appear)),
        "best": place_rows(profile, best, partners, words),
    }


def outcome_row(
    profile: Profile, outcome: Outcome, partners: dict[int, Profile], words: Vocabulary
) -> dict[str, Any]:
    """The same with everybody who comes and leaves."""
    further = [one for one in outcome.appear if one not in outcome.first]

    def rows(places: Iterable[Place]) -> list[dict[str, Any]]:
        return place_rows(profile, places, partners, words)

    return {
        **proposal_row(profile, outcome, partners, words),
        "in_first_20": len(outcome.first),
        "top": rows(outcome.first),
        "further": rows(further),
        "appear": rows(outcome.appear),
        "leave": rows(outcome.leave),
    }


def place_rows(
    profile: Profile,
    places: Iterable[Place],
    partners: dict[int, Profile],
    words: Vocabulary,
) -> list[dict[str, Any]]:
    """Partners with their rank and score; the addresses are those of the pairs."""
    return [
        {
            "rank": place.rank,
            "score": round(place.score, 2),
            "profile": profile_card(partners[place.partner], words),
            "url": pair_url(profile, partners[place.partner]),
        }
        for place in places
    ]


def chosen_of(
    profile: Profile, change: Change, words: Vocabulary
) -> list[dict[str, Any]]:
    """The additions that are tried, each with the address that leaves it out."""
    parts = parts_of(change)
    pairs = [(name, text) for name, text, _ in parts]
    return [
        {
            "name": name,
            "value": text,
            "text": word_addition(name, value, words),
            "remove_url": whatif_url(
                profile, [pair for pair in pairs if pair != (name, text)]
            ),
        }
        for name, text, value in parts
    ]


def choices_of(profile: Profile, change: Change, words: Vocabulary) -> dict[str, Any]:
    """What can still be added: topics by scheme, kinds and stages."""
    stated = {*profile.topics.values_list("pk", flat=True), *change.topics}
    groups = [
        (label, sorted(words.topics_of(scheme).items()))
        for scheme, label in zip(Scheme, Scheme.labels, strict=True)
    ]
    covered = {*profile.stages, *change.stages}
    return {
        "all_topics": groups,
        "topics": [
            (label, [(code, one) for code, one in topics if code not in stated])
            for label, topics in groups
        ],
        "kinds": ItemKind.choices,
        "may_confirm": not change.confirmed,
        "stages": [one for one in Stage.choices if one[0] not in covered],
    }


def whatif_url(profile: Profile, parts: Iterable[tuple[str, str]] = ()) -> str:
    """The address of the page that tries these additions."""
    url = reverse("matching:whatif", args=[profile.slug])
    query = urlencode(list(parts))
    return f"{url}?{query}" if query else url


def error_lines(form: Any) -> list[dict[str, Any]]:
    """What is wrong with the address, by parameter."""
    return [
        {"name": name, "messages": list(messages)}
        for name, messages in form.errors.items()
    ]


def find_context(
    found: MatchList, rows: list[Profile], form: FindForm
) -> dict[str, Any]:
    """Profiles whose name fits, each with its rank in the list if it has one."""
    words = found.words
    return {
        "profile": found.profile,
        "source": profile_card(found.profile, words),
        "form": form,
        "errors": [] if form.is_valid() else error_lines(form),
        "rows": [
            {
                "profile": profile_card(one, words),
                "url": pair_url(found.profile, one),
                "rank": found.places.get(one.pk),
            }
            for one in rows[:MOST_FOUND]
        ],
        "are_all": len(rows) <= MOST_FOUND,
    }
