"""Stages, results, what the log of outcomes learns, and who is told."""

import pytest
from django.core.exceptions import ValidationError

from matching.consortia import services as services_of_members
from matching.consortia.application import services
from matching.consortia.application.rules import rule_lines, unmet_rules
from matching.consortia.models import Consortium
from matching.consortia.models_application import Application, StageChange
from matching.consortia.services import name_coordinator
from matching.outcomes.models import MatchEvent
from portal.accounts.services import NotAllowed
from portal.notices.models import Notice
from portal.web.errors import Conflict, PortalError
from tests.consortia.application.story import in_days, submit
from tests.consortia.story import make_call, start
from tests.introductions.story import told

pytestmark = pytest.mark.django_db


def stages(one: Consortium) -> list[tuple[str, str, str]]:
    rows = StageChange.objects.filter(consortium=one).select_related("by")
    return [(row.before, row.after, str(row.by)) for row in rows]


def events() -> list[tuple]:
    rows = MatchEvent.objects.filter(what__in=["applied", "funded", "refused"])
    return sorted(
        rows.values_list("what", "profile__slug", "partner__slug", "pair"),
        key=lambda row: row[:3],
    )


def pairs(what: str) -> list[tuple[str, str, str]]:
    return [row[:3] for row in events() if row[0] == what]


def test_it_goes_from_idea_to_drafting_and_each_step_is_noted(story):
    one = start(story)
    services.move_stage(by=story.editor, consortium=one, to="forming")
    services.move_stage(by=story.editor, consortium=one, to="drafting")
    services.move_stage(by=story.editor, consortium=one, to="forming")
    one.refresh_from_db()
    assert one.stage == "forming"
    by = str(story.editor)
    assert stages(one) == [
        ("idea", "forming", by),
        ("forming", "drafting", by),
        ("drafting", "forming", by),
    ]


def test_pressing_twice_notes_one_step(story):
    one = start(story)
    for _number in range(2):
        services.move_stage(by=story.editor, consortium=one, to="forming")
    assert len(stages(one)) == 1


def test_no_step_is_left_out(story):
    one = start(story)
    for to in ("drafting", "submitted", "funded", "nonsense"):
        with pytest.raises(PortalError):
            services.move_stage(by=story.editor, consortium=one, to=to)
    assert stages(one) == []


def test_only_the_lead_moves_it(drafting):
    for person in ("reader", "finn", "stranger", "invited"):
        by = getattr(drafting, person)
        with pytest.raises(NotAllowed):
            services.move_stage(by=by, consortium=drafting.one, to="forming")
        with pytest.raises(NotAllowed):
            submit(drafting, by=by)
        with pytest.raises(NotAllowed):
            services.withdraw_application(by=by, consortium=drafting.one)
    drafting.one.refresh_from_db()
    assert drafting.one.stage == "drafting"


def test_members_are_told_and_who_pressed_is_not(drafting):
    assert told() == [(name, "application-moved") for name in ("finn", "pole")]
    Notice.objects.all().delete()
    submit(drafting)
    assert told() == [(name, "application-moved") for name in ("finn", "pole")]


def test_submitting_reports_the_pairs_of_the_lead(drafting):
    submit(drafting, on=in_days(-1), reference="101-77")
    assert drafting.one.stage == "submitted"
    assert pairs("applied") == [
        ("applied", "here", "finnish"),
        ("applied", "here", "polish"),
    ]
    application = Application.objects.get()
    assert (application.submitted_on, application.reference) == (in_days(-1), "101-77")
    submit(drafting)
    assert len(events()) == 2


def test_submitting_although_rules_are_not_met_needs_a_tick_and_a_reason(drafting):
    drafting.call.rules.create(kind="min_partners", params={"n": 9}, position=9)
    with pytest.raises(ValidationError) as fault:
        submit(drafting)
    assert list(fault.value.message_dict) == ["is_anyway"]
    with pytest.raises(ValidationError) as fault:
        submit(drafting, is_anyway=True, reason="  ")
    assert list(fault.value.message_dict) == ["reason"]
    assert events() == []
    submit(drafting, is_anyway=True, reason="The text was corrected.")
    assert Application.objects.get().anyway_reason == "The text was corrected."
    assert StageChange.objects.last().note == "The text was corrected."


def test_submitting_counts_only_partners_who_have_agreed(drafting):
    drafting.call.rules.create(kind="min_partners", params={"n": 4}, position=9)
    assert all(one.is_met for one in rule_lines(drafting.one))
    unmet = [(one.rule, one.finding) for one in unmet_rules(drafting.one)]
    assert unmet == [("At least 4 partners", "You have 3 of 4 partners.")]
    with pytest.raises(ValidationError):
        submit(drafting)
    services_of_members.answer_invitation(
        by=drafting.invited, member=drafting.porto_member, agrees=True
    )
    submit(drafting)
    assert drafting.one.stage == "submitted"


@pytest.mark.parametrize(
    "rule",
    [("min_share", {"categories": ["less"], "share": 0.3}), ("no_such_kind", {})],
)
def test_what_nobody_can_tell_counts_as_not_met(drafting, rule):
    kind, params = rule
    drafting.call.rules.create(kind=kind, params=params, position=9)
    with pytest.raises(ValidationError):
        submit(drafting)


def test_a_day_to_come_is_refused(drafting):
    with pytest.raises(ValidationError):
        submit(drafting, on=in_days(1))


def result(drafting, **fields):
    values = {"by": drafting.editor, "consortium": drafting.one, "on": in_days(0)}
    return services.record_result(**values | {"is_funded": True} | fields)


@pytest.mark.parametrize(("is_funded", "what"), [(True, "funded"), (False, "refused")])
def test_the_result_is_kept_and_reported(drafting, is_funded, what):
    submit(drafting)
    result(
        drafting,
        is_funded=is_funded,
        amount=900_000,
        evaluation="Good",
        lessons="Early",
    )
    application = Application.objects.get()
    assert application.amount == (900_000 if is_funded else None)
    assert (application.evaluation, application.lessons) == ("Good", "Early")
    assert application.ended_at is not None
    assert pairs(what) == [(what, "here", "finnish"), (what, "here", "polish")]


def test_there_is_one_result(drafting):
    submit(drafting)
    result(drafting)
    result(drafting)
    with pytest.raises(Conflict):
        result(drafting, is_funded=False)
    assert [row[1] for row in stages(drafting.one)][-1] == "funded"
    assert len(events()) == 4


def test_no_result_before_it_was_submitted(drafting):
    with pytest.raises(Conflict):
        result(drafting)
    submit(drafting)
    with pytest.raises(ValidationError):
        result(drafting, on=in_days(-3))
    with pytest.raises(ValidationError):
        result(drafting, on=in_days(1))


def test_withdrawing_ends_it_and_nothing_follows(drafting):
    services.withdraw_application(
        by=drafting.editor, consortium=drafting.one, reason="No match funding"
    )
    drafting.one.refresh_from_db()
    assert drafting.one.stage == "withdrawn"
    assert StageChange.objects.last().note == "No match funding"
    with pytest.raises(Conflict):
        submit(drafting)
    with pytest.raises(Conflict):
        services.move_stage(by=drafting.editor, consortium=drafting.one, to="forming")
    with pytest.raises(Conflict):
        services.add_usual_tasks(by=drafting.editor, consortium=drafting.one)


def test_lessons_are_written_once_it_is_over(drafting):
    with pytest.raises(Conflict):
        services.keep_lessons(
            by=drafting.editor, consortium=drafting.one, lessons="Begin early"
        )
    submit(drafting)
    result(drafting, is_funded=False)
    services.keep_lessons(
        by=drafting.editor, consortium=drafting.one, lessons="Begin early"
    )
    assert Application.objects.get().lessons == "Begin early"


# --- the next call ---------------------------------------------------------------


def reuse(drafting, call, **fields):
    values = {"by": drafting.editor, "consortium": drafting.one, "title": "Next"}
    return services.reuse_consortium(call=call, **values | fields)


def test_the_composition_goes_on_under_another_call(drafting):
    member = drafting.finnish_member
    member.refresh_from_db()
    member.roles, member.share = ["pilot_site"], 40
    member.save()
    drafting.one.members.create(
        name="Mill", country="SE", actor="company", state="agreed", share=10
    )
    new = reuse(drafting, make_call(title="Another"))
    rows = new.members.with_who().order_by("pk")
    assert {(one.label, one.state, one.share) for one in rows} == {
        ("Batteries", "agreed", None),
        ("Cell hub", "considered", 40),
        ("Mines", "considered", None),
        ("Cork", "considered", None),
        ("Mill", "considered", 10),
    }
    assert (new.stage, new.call.title, new.lead.slug) == ("idea", "Another", "here")
    assert rows.get(is_coordinator=True).label == "Batteries"


def test_whoever_coordinates_does_so_under_the_next_call(drafting):
    name_coordinator(by=drafting.editor, member=drafting.finnish_member)
    new = reuse(drafting, make_call(title="Another"))
    assert new.members.get(is_coordinator=True).label == "Cell hub"


def test_reusing_twice_leads_to_the_same(drafting):
    call = make_call(title="Another")
    assert reuse(drafting, call).pk == reuse(drafting, call).pk
    with pytest.raises(ValidationError):
        reuse(drafting, drafting.call)


def test_only_the_lead_reuses(drafting):
    call = make_call(title="Another")
    for person in ("reader", "finn", "stranger"):
        with pytest.raises(NotAllowed):
            reuse(drafting, call, by=getattr(drafting, person))
    assert Consortium.objects.count() == 1
