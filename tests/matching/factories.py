"""Real rows for tests of matching: a small register, a run and stored matches."""

from collections.abc import Sequence
from itertools import count

from django.utils import timezone

from matching.models import CurrentRun, Kind, Match, MatchRun
from portal.accounts.models import Mandate, User
from regions.models import (
    Cluster,
    ExchangeItem,
    Priority,
    Profile,
    Region,
    Strategy,
    Topic,
)

_numbers = count(1)

WEIGHTS = {
    "version": "test-1",
    "weights": {
        "focus": 0.28,
        "words": 0.20,
        "receive": 0.08,
        "give": 0.08,
        "chain": 0.06,
        "strength": 0.12,
        "track_record": 0.10,
        "reach": 0.08,
    },
}


def make_region(code: str, **fields) -> Region:
    """A region with its country; the level follows from the code's length."""
    country = code[:2]
    if len(code) > 2 and not Region.objects.filter(code=country).exists():
        make_region(country, name=f"Country {country}")
    values = {"name": f"Region {code}", "level": len(code) - 2, "country": country}
    return Region.objects.get_or_create(code=code, defaults=values | fields)[0]


def make_topic(code: str, scheme: str = "economic", **fields) -> Topic:
    values = {"scheme": scheme, "level": 2, "label_en": f"Topic {code}"}
    return Topic.objects.get_or_create(code=code, defaults=values | fields)[0]


def make_priority(region: str = "ES51", topics: Sequence[str] = ("20",), **fields):
    strategy = Strategy.objects.get_or_create(
        slug=f"ris3-{region.lower()}", region=make_region(region)
    )[0]
    own = {"strategy": strategy} | fields
    return _make_profile(Priority, "priority", region, topics, own)


def make_cluster(region: str = "DE21", topics: Sequence[str] = ("20",), **fields):
    return _make_profile(Cluster, "cluster", region, topics, fields)


def _make_profile(model, kind, region, topics, fields):
    number = next(_numbers)
    values = {"title": f"Profile {number}", "slug": f"profile-{number}"} | fields
    profile = model.objects.create(type=kind, region=make_region(region), **values)
    profile.topics.set([make_topic(code) for code in topics])
    return profile


def make_item(profile: Profile, side: str, topics=("20",), **fields) -> ExchangeItem:
    values = {"kind": "technology", "text": f"{side} {next(_numbers)}"} | fields
    position = profile.items.filter(side=side).count()
    item = ExchangeItem.objects.create(
        profile_id=profile.pk, side=side, position=position, **values
    )
    item.topics.set([make_topic(code) for code in topics])
    return item


def make_run(*, current: bool = True, **fields) -> MatchRun:
    """A finished run, by default the one that readers see."""
    now = timezone.now()
    values = {
        "status": MatchRun.Status.FINISHED,
        "weights": WEIGHTS,
        "weights_version": WEIGHTS["version"],
        "created_at": now,
        "started_at": now,
        "finished_at": now,
        "rows_total": 2,
        "rows_done": 2,
    }
    run = MatchRun.objects.create(**values | fields)
    if current:
        CurrentRun.objects.update_or_create(pk=1, defaults={"run": run})
    return run


def make_match(run, profile, partner, rank: int = 1, **fields) -> Match:
    """One stored match; the score is the sum of its parts, as services write it."""
    parts = {
        "focus": 2000,
        "words": 800,
        "receive": 0,
        "give": 0,
        "chain": 0,
        "strength": 300,
        "track_record": 0,
        "reach": 400 - rank,
    }
    parts |= {name: fields.pop(name) for name in list(fields) if name in parts}
    values = {"kind": Kind.ALIKE, "known": 0b11100011, "freshness": 95} | fields
    return Match.objects.create(
        run=run,
        profile_id=profile.pk,
        partner_id=partner.pk,
        rank=rank,
        score=sum(parts.values()),
        **parts,
        **values,
    )


def make_list(number: int, **fields) -> Profile:
    """A priority with a list of so many partners, each a cluster of another country."""
    run = make_run()
    profile = make_priority()
    for rank in range(1, number + 1):
        partner = make_cluster(("DE21", "FR10", "PL91")[rank % 3], ("20", "26"))
        make_item(partner, "offer")
        make_match(run, profile, partner, rank, **fields)
    make_item(profile, "need")
    return profile


def make_user(
    email: str,
    region: str | None = None,
    cluster: Profile | None = None,
    **fields,
) -> User:
    """A person, with a mandate for a region or a cluster where one is named."""
    # Seen today already, so that a page asks no more than it needs.
    values = {"last_seen_on": timezone.localdate()} | fields
    user = User.objects.create_user(email, "pass-word-1", **values)
    user.trust_email()
    if region:
        Mandate.objects.create(user=user, region=make_region(region), role="editor")
    if cluster:
        Mandate.objects.create(user=user, cluster_id=cluster.pk, role="editor")
    return user
