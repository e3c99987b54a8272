"""Two curators, or a curator and workers at the same moment: one outcome."""

from matching.partnerships.models import Partnership
from matching.partnerships.suggestions import services
from matching.partnerships.suggestions.models import PartnershipSuggestion
from tests.suggestions.story import found, make_lists
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def adopt(story, one):
    keys = list(one.seats.members().values_list("profile_id", flat=True))
    return services.adopt_suggestion(
        by=story.curator, suggestion=one, title=one.title, profiles=keys
    )


def dismiss(story, one):
    return services.dismiss_suggestion(by=story.second, suggestion=one, reason="exists")


def test_adopted_from_two_tabs(story):
    one = found(story)
    assert at_once(lambda: adopt(story, one), lambda: adopt(story, one)) == ["", ""]
    assert Partnership.objects.count() == 1


def test_adopted_while_it_is_dismissed(story):
    one = found(story)
    answers = at_once(lambda: adopt(story, one), lambda: dismiss(story, one))
    assert sorted(map(bool, answers)) == [False, True]
    assert Partnership.objects.count() == int(answers[0] == "")


def test_dismissed_while_two_workers_look_anew(story):
    one = found(story)
    make_lists(story.members)
    told, *_rest = at_once(
        lambda: dismiss(story, one),
        services.make_suggestions,
        services.make_suggestions,
    )
    assert told == ""
    states = PartnershipSuggestion.objects.values_list("state", flat=True)
    assert list(states) == ["dismissed"]


def test_two_workers_store_a_group_once(story):
    at_once(services.make_suggestions, services.make_suggestions)
    assert PartnershipSuggestion.objects.count() == 1
