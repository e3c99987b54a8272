"""A region that asks, one that has solved it, and others, for tests of peers."""

from types import SimpleNamespace

from portal.guide.peers import services
from portal.guide.peers.asking import Said
from portal.guide.peers.models import PeerQuestion
from portal.guide.practices.models import Practice, PracticeChapter
from tests import factories
from tests.introductions.story import make_member

WANTS = "We want to give vouchers to small firms that join a hydrogen cluster."
TRIED = "A grant scheme was too slow for them."
ANSWERS = {
    "cooperation": "experience",
    "brings": "What we learned from a grant scheme",
    "seeks": "How you hand out vouchers",
}


def make_practice(region: str, title: str, *, chapters=(), **fields) -> Practice:
    """A published practice that the people of this region keep."""
    values = {
        "slug": title.lower().replace(" ", "-"),
        "language": "en",
        "status": "published",
        "challenge": "Small firms did not join the cluster.",
        "action": title,
        "source_name": "example.org",
        "confidence": "read",
    }
    place = factories.make_region(region)
    one = Practice.objects.create(title=title, region=place, **values | fields)
    for slug in chapters:
        PracticeChapter.objects.create(practice=one, chapter=slug)
    return one


def make_story() -> SimpleNamespace:
    """ES51 asks; FI1C has a practice and an owner; SE11 has one and nobody."""
    facts = {"population": 2_000_000, "cohesion_category": "transition"}
    for code in ("ES51", "FI1C"):
        factories.make_region(code, **facts)
    factories.make_region("SE11", population=9_000_000, cohesion_category="more")
    profile = factories.make_priority("ES51", ["20"], title="Hydrogen", slug="here")
    partner = factories.make_priority("FI1C", ["20"], title="Cells", slug="there")
    lonely = factories.make_priority("SE11", ["20"], title="North", slug="north")
    practice = make_practice(
        "FI1C",
        "Vouchers for small firms",
        chapters=["instruments"],
        stage="starting",
    )
    second = make_practice("SE11", "Vouchers for hydrogen", stage="running")
    factories.renew()
    return SimpleNamespace(
        profile=profile,
        partner=partner,
        lonely=lonely,
        practice=practice,
        second=second,
        asker=make_member("asker", "editor", "ES51"),
        reader=make_member("reader", "reader", "ES51"),
        answerer=make_member("answerer", "owner", "FI1C"),
        curator=factories.make_person("curator", is_staff=True),
    )


def said(story, **fields) -> Said:
    values = {
        "wants": WANTS,
        "tried": TRIED,
        "organisation": story.profile.region,
        "chapter": "instruments",
        "stage": "starting",
    }
    return Said(**values | fields)


def keep(story, by=None, **fields) -> PeerQuestion:
    return services.keep_question(by=by or story.asker, said=said(story, **fields))


def ask(story, question, **fields):
    values = {
        "by": story.asker,
        "question": question,
        "profile": story.profile,
        "partner": story.partner,
    }
    return services.ask_peer(**values | ANSWERS | fields)


def page_of(response) -> str:
    return response.content.decode()
