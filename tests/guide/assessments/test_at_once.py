"""Two colleagues at the same moment: one set, and no word lost."""

from portal.guide.assessments import services
from portal.guide.assessments.models import Assessment
from tests.guide.assessments.story import answers, make_set, say
from tests.together import TOGETHER, answers_at_once, at_once

pytestmark = TOGETHER


def test_two_begin_one(region, officer, colleague):
    found = answers_at_once(
        lambda: services.begin_assessment(by=officer, organisation=region).pk,
        lambda: services.begin_assessment(by=colleague, organisation=region).pk,
    )
    assert len(set(found)) == Assessment.objects.count() == 1


def test_two_answer_different_questions(region, officer, colleague):
    draft = make_set(region, {}, days=None)
    at_once(
        lambda: say(officer, draft, goals=(1, ""), evidence=(None, "")),
        lambda: say(colleague, draft, goals=(None, ""), evidence=(4, "")),
    )
    assert answers(draft) == {"evidence": (4, ""), "goals": (1, "")}


def test_two_answer_the_same_question(region, officer, colleague):
    draft = make_set(region, {}, days=None)
    found = answers_at_once(
        lambda: say(officer, draft, goals=(1, "His")),
        lambda: say(colleague, draft, goals=(3, "Hers")),
    )
    assert sorted(len(one.clashes) for one in found) == [0, 1]
    assert answers(draft)["goals"] in ((1, "His"), (3, "Hers"))


def test_two_share_one(region, officer, colleague):
    older, newer = make_set(region, days=400), make_set(region, days=30)
    at_once(
        lambda: services.share_result(by=officer, assessment=older),
        lambda: services.share_result(by=colleague, assessment=newer),
    )
    assert Assessment.objects.shared().count() == 1


def test_two_workers_remind_once(region, officer):
    make_set(region, days=400)
    assert sorted(answers_at_once(services.remind_due, services.remind_due)) == [0, 1]
