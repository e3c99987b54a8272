"""Two colleagues who save at the same moment: nothing is lost."""

from django.db import transaction

from portal.accounts.models import Mandate
from portal.guide.checklists.models import Mark, MarkChange
from portal.guide.checklists.services import Said, save_checklist
from tests import factories
from tests.together import TOGETHER, at_once

pytestmark = TOGETHER


def saves(person, region, said):
    def act():
        with transaction.atomic():
            save_checklist(
                by=person, organisation=region, chapter="instruments", said=[said]
            )

    return act


def test_one_of_two_at_the_same_point_is_told(guide):
    region = factories.make_region("ES51")
    first, second = factories.make_person("first"), factories.make_person("second")
    for person in (first, second):
        Mandate.objects.create(user=person, region=region, role="editor")
    told = at_once(
        saves(first, region, Said("choose", "done")),
        saves(second, region, Said("choose", "not_for_us")),
    )
    assert sorted(bool(one) for one in told) == [False, True]
    assert (Mark.objects.get().revision, MarkChange.objects.count()) == (1, 1)
