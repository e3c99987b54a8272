"""A call with rules, a lead, and partners who fit or not, for tests."""

from types import SimpleNamespace

from matching.calls.models import Call, CallRule
from matching.consortia import services
from matching.consortia.models import Consortium, ConsortiumMember
from regions.models import Region
from tests import factories
from tests.introductions.story import make_member

# Places of the story with what rules ask of them.
PLACES = {"ES51": "more", "FI1C": "transition", "PL22": "less", "PT18": "less"}
RULES = (
    ("min_partners", {"n": 3}),
    ("min_countries", {"n": 3}),
    ("min_from", {"n": 1, "categories": ["less"]}),
)


def make_call(rules=RULES, **fields) -> Call:
    values = {
        "slug": f"call-{Call.objects.count()}",
        "title": "Investments in regions",
        "programme": "I3",
        "is_published": True,
    }
    call = Call.objects.create(**values | fields)
    for position, (kind, params) in enumerate(rules):
        CallRule.objects.create(
            call=call,
            kind=kind,
            params=params,
            position=position,
            source_url="https://example.org/call",
            verification="text",
        )
    return call


def make_story(**fields) -> SimpleNamespace:
    """A priority of ES51 leads; two clusters and a priority elsewhere could join."""
    for code, category in PLACES.items():
        factories.make_region(code)
        Region.objects.filter(code=code).update(cohesion_category=category)
    lead = factories.make_priority("ES51", ["20"], title="Batteries", slug="here")
    finnish = factories.make_cluster("FI1C", ["20"], title="Cell hub", slug="finnish")
    polish = factories.make_priority("PL22", ["20"], title="Mines", slug="polish")
    story = SimpleNamespace(
        lead=lead,
        finnish=finnish,
        polish=polish,
        call=make_call(**fields),
        editor=make_member("editor", "editor", "ES51"),
        reader=make_member("reader", "reader", "ES51"),
        finn=make_member("finn", "owner", cluster=finnish),
        pole=make_member("pole", "editor", "PL22"),
        stranger=make_member("stranger", "owner", "PT18"),
        curator=factories.make_person("curator", is_staff=True),
    )
    factories.renew()
    return story


def start(story, *partners, **fields) -> Consortium:
    values = {"title": "Cells for all", "text": "We build a line."} | fields
    return services.start_consortium(
        by=story.editor,
        lead=story.lead,
        call=story.call,
        facts=services.Facts(**values),
        partners=partners,
    )


def member(one: Consortium, profile) -> ConsortiumMember:
    return ConsortiumMember.objects.get(consortium=one, profile=profile)


def invite(story, one: Consortium, profile) -> ConsortiumMember:
    found = services.add_partner(by=story.editor, consortium=one, profile=profile)
    return services.invite_member(by=story.editor, member=found)


def agree(story, one: Consortium, profile, person) -> ConsortiumMember:
    found = invite(story, one, profile)
    return services.answer_invitation(by=person, member=found, agrees=True)


def composition(one: Consortium) -> dict[str, str]:
    """Who is in it, and in which state."""
    return {
        each.label: each.state
        for each in ConsortiumMember.objects.with_who().filter(consortium=one)
    }


def page_of(response) -> str:
    return response.content.decode()


def address(one, rest: str = "") -> str:
    return f"/consortia/{one.slug}/{rest}"


def messages_of(client, answer) -> str:
    return page_of(client.get(answer["Location"]))


# --- starting --------------------------------------------------------------------
