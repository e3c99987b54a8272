"""A region with people that tells of a practice, and a priority that it fits."""

from types import SimpleNamespace

from portal.guide.practices import services
from portal.guide.practices.models import Practice
from portal.guide.practices.said import Said
from portal.guide.practices.services import matching
from tests import factories
from tests.introductions.story import make_member


def said(**fields) -> Said:
    values = {
        "title": "Vouchers for battery makers",
        "language": "en",
        "challenge": "Small makers of batteries had no laboratory.",
        "action": "A voucher pays for tests in the laboratory of others.",
        "result_state": "known",
        "result": "Makers test earlier.",
        "figures": "40 vouchers",
        "measured": "Counted by the agency.",
        "period_from": 2019,
        "period_to": 2022,
        "cost": "250k-1m",
        "funding": "ERDF",
        "stage": "running",
        "instrument": "vouchers",
        "transfer_needs": "A laboratory",
        "transfer_failed": "Large firms stayed away.",
        "topics": ["20"],
        "chapters": ["instruments"],
        "source_name": "Report of the agency",
        "source_url": "https://example.org/report",
    }
    return Said.of(values | fields)


def make_story() -> SimpleNamespace:
    """ES51 has an editor, an owner and a reader; a cluster of it has a manager."""
    factories.make_topic("20")
    factories.make_topic("10")
    region = factories.make_region("ES51")
    cluster = factories.make_cluster("ES51", ["20"], title="Cell hub", slug="cells")
    partner = factories.make_priority(
        "FI1C", ["20"], title="Batteries", slug="there", keywords=["laboratory tests"]
    )
    factories.renew()
    return SimpleNamespace(
        region=region,
        cluster=cluster,
        partner=partner,
        editor=make_member("editor", "editor", "ES51"),
        owner=make_member("owner", "owner", "ES51"),
        reader=make_member("reader", "reader", "ES51"),
        manager=make_member("manager", "owner", cluster=cluster),
        stranger=make_member("stranger", "editor", "FI1C"),
        curator=factories.make_person("curator", is_staff=True),
        second=factories.make_person("second", is_staff=True),
    )


def begin(story, **fields) -> Practice:
    values = {"by": story.editor, "organisation": story.region}
    given = {name: fields.pop(name) for name in list(fields) if name in values}
    return services.begin_practice(**values | given, said=said(**fields))


def submit(story, **fields) -> Practice:
    by = fields.get("by", story.editor)
    return services.submit_practice(by=by, practice=begin(story, **fields))


def publish(story, **fields) -> Practice:
    """Published, and scored at once."""
    one = submit(story, **fields)
    return services.publish_practice(
        by=story.curator, practice=one, revision=one.revision
    )


def make_seed(**fields) -> Practice:
    """One from a public source, as the table makes it: nobody has submitted it."""
    topics = fields.pop("topics", ["20"])
    chapters = fields.pop("chapters", ["instruments"])
    values = {
        "slug": "seed",
        "title": "Seed",
        "language": "en",
        "region": factories.make_region("ES51"),
        "challenge": "Nobody met.",
        "action": "They met.",
        "result_state": "not-stated",
        "stage": "running",
        "instrument": "label",
        "status": "published",
        "confidence": "read",
        "source_name": "A page",
        "source_url": "https://example.org/page",
    }
    one = Practice.objects.create(**values | fields)
    one.topics.set([factories.make_topic(code) for code in topics])
    for chapter in chapters:
        one.chapter_links.create(chapter=chapter)
    matching.match_practice(one.pk)
    factories.renew()
    return one


def acts(one: Practice) -> list[tuple[str, str]]:
    """The log, oldest first: who did what."""
    rows = one.events.order_by("pk").values_list("act", "by__email")
    return [(act, (email or "").partition("@")[0]) for act, email in rows]


def page_of(response) -> str:
    return response.content.decode()
