"""What the worker stores, exchanges and leaves alone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from matching.models import CurrentRun, Match
from matching.partnerships.choices import MemberState
from matching.partnerships.models import Partnership, PartnershipMember
from matching.partnerships.suggestions import services
from matching.partnerships.suggestions.models import (
    PartnershipSuggestion,
    SuggestionRound,
    SuggestionSeat,
)
from matching.partnerships.suggestions.services import finding
from matching.partnerships.suggestions.tasks import suggest_partnerships
from regions.models import Profile
from tests import factories
from tests.suggestions.story import found, make_lists, member_slugs

pytestmark = pytest.mark.django_db
ALL = ["cells-AT11", "cells-BE21", "cells-CZ01", "cells-DE11", "cells-FI1C"]


def dismiss(story, one):
    services.dismiss_suggestion(by=story.curator, suggestion=one, reason="too_broad")


def test_group_is_stored_with_theme_members_and_reasons(story):
    one = found(story)
    assert (one.title, one.theme, one.state) == ("Cells", ["cells"], "new")
    assert member_slugs(one) == ALL
    assert [seat.profile.slug for seat in one.seats.supporters()] == ["hub"]
    assert [topic.pk for topic in one.topics.all()] == []
    assert one.reasons == [
        {"code": "theme", "words": ["cells"], "holding": 5, "of": 5},
        {"code": "mutual", "linked": 10, "pairs": 10},
        {
            "code": "countries",
            "codes": ["AT", "BE", "CZ", "DE", "FI"],
            "in_eu": 5,
        },
        {"code": "categories", "values": []},
        {"code": "exchange", "pairs": 10},
        {"code": "supporters", "number": 1},
    ]


def test_worker_looks_once_a_run(story):
    assert services.is_due()
    assert suggest_partnerships() == "1 wait for a curator"
    assert not services.is_due()
    assert suggest_partnerships() == "the suggestions are current"
    make_lists(story.members)
    assert services.is_due()


def test_worker_looks_again_after_a_day(story):
    found(story)
    SuggestionRound.objects.update(made_at=timezone.now() - timedelta(days=2))
    assert services.is_due()


def test_without_lists_there_is_nothing_to_do(story):
    CurrentRun.objects.all().delete()
    assert not services.is_due()
    assert services.make_suggestions() is None
    assert not PartnershipSuggestion.objects.exists()


def test_same_group_keeps_its_address(story):
    first = found(story)
    again = found(story)
    assert (again.pk, again.found_at) == (first.pk, first.found_at)
    make_lists(story.members[:4])
    changed = found(story)
    assert (changed.pk, member_slugs(changed)) == (first.pk, ALL[:4])


def test_group_that_is_not_found_any_more_goes(story):
    found(story)
    make_lists([story.other])
    assert services.make_suggestions() == 0
    assert not PartnershipSuggestion.objects.exists()


def test_dismissed_group_stays_dismissed(story):
    dismiss(story, found(story))
    make_lists(story.members[:4])
    assert services.make_suggestions() == 0
    one = PartnershipSuggestion.objects.get()
    assert (one.state, member_slugs(one)) == ("dismissed", ALL)


def test_group_that_differs_much_from_the_dismissed_one_is_suggested(story):
    one = found(story)
    dismiss(story, one)
    SuggestionSeat.objects.filter(profile__slug__in=ALL[:3]).delete()
    # It rests on the very same profiles, whatever became of their seats.
    assert services.make_suggestions() == 0
    PartnershipSuggestion.objects.update(key="another")
    assert services.make_suggestions() == 1


def test_members_of_a_partnership_are_not_suggested_to_each_other(story):
    partnership = Partnership.objects.create(slug="cells", title="Cells")
    for one in story.members[:3]:
        PartnershipMember.objects.create(
            partnership=partnership,
            profile=one,
            region=one.region,
            state=MemberState.INVITED,
        )
    assert services.make_suggestions() == 0
    PartnershipMember.objects.update(state=MemberState.DECLINED)
    assert services.make_suggestions() == 1


def test_hidden_profiles_are_not_grouped(story):
    Profile.objects.filter(slug__in=ALL[:2]).update(status="withdrawn")
    assert services.make_suggestions() == 0


def test_killed_midway_leaves_the_old_ones(story, monkeypatch):
    first = found(story)
    run = make_lists(story.members[:4])

    def killed(*args):
        raise KeyboardInterrupt

    monkeypatch.setattr(finding, "_store", killed)
    with pytest.raises(KeyboardInterrupt):
        services.make_suggestions()
    assert member_slugs(PartnershipSuggestion.objects.get()) == ALL
    assert SuggestionRound.objects.get().run_id == first.run_id != run.pk
    assert services.is_due()


def test_lists_that_were_exchanged_meanwhile_give_nothing(story, monkeypatch):
    look = finding.look_for_groups

    def slow(run):
        groups = look(run)
        make_lists(story.members)
        return groups

    monkeypatch.setattr(finding, "look_for_groups", slow)
    assert services.make_suggestions() is None
    assert not PartnershipSuggestion.objects.exists()


def test_merged_profile_keeps_its_seat(story):
    one = found(story)
    services.move_members(kept=story.other, gone=story.members[0])
    assert member_slugs(one) == [*ALL[1:], "fish"]
    services.move_members(kept=story.members[1], gone=story.other)
    assert member_slugs(one) == ALL[1:]


def test_command_shows_groups_and_known_themes_and_stores_nothing(story):
    project = factories.make_cooperation(["AT11", "PT11"], name="Cell valleys")
    project.programme, project.keywords = (
        "S3P Industrial Modernisation",
        ["smart cells"],
    )
    project.save()
    other = factories.make_cooperation(["AT11"], name="Fish")
    other.programme, other.keywords = "S3P Energy", ["fish"]
    other.save()
    out = StringIO()
    call_command("suggest_partnerships", "--dry-run", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0].startswith(
        "  1 Cells: 5 members (AT11 BE21 CZ01 DE11 FI1C), 1 supporters, worth "
    )
    assert lines[2:] == [
        "1 groups",
        "1 of 2 themes of known partnerships found again",
        "  Cell valleys: Cells, 1 members from its 2 regions",
        "  Fish: not found",
    ]
    assert not PartnershipSuggestion.objects.exists()


def test_command_stores_or_says_what_is_missing(story):
    out = StringIO()
    call_command("suggest_partnerships", stdout=out)
    assert out.getvalue() == "1 suggestions wait for a curator\n"
    Match.objects.all().delete()
    CurrentRun.objects.all().delete()
    with pytest.raises(CommandError, match="no match lists yet"):
        call_command("suggest_partnerships")
