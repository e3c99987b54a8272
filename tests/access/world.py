"""A small register with everything an address can name, and the people who ask."""

import uuid
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from matching.calls.models import Call, CallRule, RuleCase
from matching.commitments.models import Commitment
from matching.introductions.models import Introduction
from matching.introductions.models_talk import Meeting, Message, MessageFile, Report
from matching.keeping.models import SavedSearch, ShortlistEntry
from matching.partner_requests.models import PartnerRequest, RequestAnswer
from matching.partnerships import models as partnerships
from matching.partnerships.suggestions.models import PartnershipSuggestion
from portal.accounts.models import Claim, Invitation, Mandate, User
from portal.mail.services import queue_mail
from portal.notices.models import Notice
from regions.models import Case, Draft, ImportJob, PriorityLink, Version
from regions.moderation.services import submit_record
from tests import factories
from tests.access.sharing import share_things
from tests.access.world_applications import write_application
from tests.access.world_consortia import form_consortium
from tests.access.world_guide_assessments import assess
from tests.access.world_guide_peers import ask_peers
from tests.access.world_guide_practices import tell_practices
from tests.matching.factories import make_match, make_run

# The kind of the owner's notice; whoever makes a world registers it.
NOTICE = "told"
# Owner, editor and reader act for region ES51 and for the cluster; the colleague is an
# editor of another region.
PEOPLE = ("visitor", "colleague", "reader", "editor", "owner", "curator")


def make_people() -> dict[str, User | None]:
    """One of each kind; their mandates come with the world."""
    people = {name: factories.make_person(name) for name in PEOPLE[1:5]}
    return (
        {"visitor": None}
        | people
        | {"curator": factories.make_person("curator", is_staff=True)}
    )


def make_world(people: dict) -> SimpleNamespace:
    """The records that addresses name; all of region ES51 and of one cluster in it."""
    world = SimpleNamespace(people=people)
    factories.make_topic("10")
    world.strategy = factories.make_strategy("ES51", title="Plan", slug="plan")
    world.priority = factories.make_priority(
        "ES51", ["10"], strategy=world.strategy, slug="food"
    )
    world.cluster = factories.make_cluster("ES51", ["10"], slug="wood")
    world.twin = factories.make_cluster("ES51", ["10"], slug="wood-2")
    world.facility = factories.make_facility("ES51", ["10"], slug="kiln")
    world.cooperation = factories.make_cooperation()
    world.partner = factories.make_priority("FI1C", ["10"], slug="finnish")
    world.asking = factories.make_priority("SE11", ["10"], slug="swedish")
    _give_mandates(world)
    _match(world)
    _ask_for_things(world)
    _keep_things(world)
    _talk(world)
    _fund(world)
    share_things(world)
    _join(world)
    form_consortium(world)
    write_application(world)
    ask_peers(world)
    tell_practices(world)
    assess(world)
    factories.renew()
    return world


def _give_mandates(world) -> None:
    for name in ("reader", "editor", "owner"):
        for place in ({"region": world.strategy.region}, {"cluster": world.cluster}):
            Mandate.objects.create(user=world.people[name], role=name, **place)
    other = factories.make_region("FI1C")
    Mandate.objects.create(user=world.people["colleague"], region=other, role="editor")
    world.mandate = Mandate.objects.get(user=world.people["owner"], cluster=None)


def _match(world) -> None:
    world.run = make_run()
    make_match(world.run, world.priority, world.partner, 1)


def _keep_things(world) -> None:
    world.entry = ShortlistEntry.objects.create(
        profile=world.priority, partner=world.partner
    )
    world.search = SavedSearch.objects.create(
        user=world.people["owner"], name="All", page="clusters"
    )


def _ask_for_things(world) -> None:
    owner = world.people["owner"]
    draft = factories.make_strategy("ES51", period="2028-2034", status="draft")
    world.case = submit_record(record=draft, by=owner)
    world.draft = Draft.objects.create(user=owner, kind="strategy", owner="ES51")
    world.job = ImportJob.objects.create(user=owner, name="a.csv", state="checked")
    world.link = PriorityLink.objects.create(
        cluster=world.cluster, priority=world.priority
    )
    world.claim = Claim.objects.create(
        user=owner,
        region=factories.make_region("SE11"),
        statement="I work there",
        proof=b"%PDF-1.4",
        proof_name="proof.pdf",
    )
    world.invitation = Invitation.objects.create(
        region=world.strategy.region,
        email="new@example.org",
        key_hash="x" * 64,
        expires_at=timezone.now() + timedelta(days=1),
    )
    world.introduction = Introduction.objects.create(
        profile=world.asking, partner=world.priority, reply_by=timezone.localdate()
    )
    sought = {"title": "Cells", "text": "Cells", "deadline": timezone.localdate()}
    world.request = PartnerRequest.objects.create(
        profile=world.priority, slug="cells", audience="registered", **sought
    )
    world.sought = PartnerRequest.objects.create(
        profile=world.partner, slug="more-cells", **sought
    )
    world.answer = RequestAnswer.objects.create(
        request=world.request, introduction=world.introduction
    )
    world.commitment = Commitment.objects.create(
        profile=world.priority,
        partner=world.asking,
        step=4,
        file=b"%PDF-1.4",
        file_name="letter.pdf",
        valid_until=timezone.localdate(),
    )
    world.version = Version.objects.filter(key=draft.pk, kind="strategy").first()
    world.mail = queue_mail(
        to="owner@example.org", template="check", context={}, language="en"
    )
    world.notice = Notice.objects.create(user=owner, kind=NOTICE, key="occasion")
    assert Case.objects.count() == 1


def _talk(world) -> None:
    """The other side has written, proposes to meet, and was reported."""
    side = {"introduction": world.introduction, "side": "asking"}
    world.message = Message.objects.create(text="Hello", token=uuid.uuid4(), **side)
    world.message_file = MessageFile.objects.create(
        message=world.message,
        name="a.pdf",
        media_type="application/pdf",
        size=8,
        content=b"%PDF-1.4",
    )
    world.meeting = Meeting.objects.create(
        starts_at=timezone.now() + timedelta(days=1), place="Here", **side
    )
    world.report = Report.objects.create(
        introduction=world.introduction, side="asked", category="spam", words="Look."
    )


def _fund(world) -> None:
    """A call that is public, and a draft, with a rule and a case each."""
    for name, is_published in (("call", True), ("draft_call", False)):
        call = Call.objects.create(
            slug=name.replace("_", "-"),
            title=name,
            programme="I3",
            closes=timezone.localdate(),
            is_published=is_published,
        )
        rule = CallRule.objects.create(call=call, kind="min_partners", params={"n": 3})
        case = RuleCase.objects.create(call=call, rule=rule, name="A", expected="unmet")
        setattr(world, name, call)
        setattr(world, f"{name}_rule", rule)
        setattr(world, f"{name}_case", case)


def _join(world) -> None:
    """A partnership that the priority leads, with all that addresses name in it."""
    today = timezone.localdate()
    world.suggestion = PartnershipSuggestion.objects.create(
        key="a", title="Food", theme=["food"], score=1, run_id=world.run.pk
    )
    world.partnership = partnerships.Partnership.objects.create(
        title="Food", slug="food-of-all", status="active", phase="set_up"
    )
    seat = {"partnership": world.partnership, "state": "active"}
    world.seat, world.taker = (
        partnerships.PartnershipMember.objects.create(
            profile=one, region=one.region, role=role, **seat
        )
        for one, role in ((world.priority, "lead"), (world.asking, "member"))
    )
    world.handover = partnerships.Handover.objects.create(
        giver=world.seat, taker=world.taker
    )
    world.pledge = partnerships.Pledge.objects.create(
        member=world.seat,
        step=4,
        file=b"%PDF-1.4",
        file_name="letter.pdf",
        valid_until=today + timedelta(days=9),
    )
    world.milestone = partnerships.Milestone.objects.create(
        partnership=world.partnership, title="Map", phase="learn", due_on=today
    )
    world.half_year = partnerships.Report.objects.create(
        partnership=world.partnership,
        first_day=today - timedelta(days=9),
        last_day=today,
        due_on=today,
    )
    world.proposal = partnerships.Proposal.objects.create(
        partnership=world.partnership, kind="scoping"
    )
    world.submitted = partnerships.Proposal.objects.create(
        partnership=world.partnership, kind="expression", state="submitted"
    )
    partnerships.Review.objects.create(
        proposal=world.submitted, reviewer=world.people["curator"]
    )
