"""Whom one finds to invite: who fits the leads, or who holds the words best."""

import pytest

from matching.partnerships import services
from tests import factories
from tests.matching.trials import scored
from tests.partnerships.story import make_draft

pytestmark = pytest.mark.django_db


def found(response, key):
    return [getattr(one, "profile", one).slug for one in response.context[key]]


def test_who_fits_the_lead_is_named_until_it_has_a_seat(sign_in, story):
    one = make_draft(story)
    scored()
    ana, path = sign_in(story.ana), f"/partnerships/{one.slug}/invite/"
    fits = found(ana.get(path), "fits")
    assert "cathodes" in fits
    assert "cells" not in fits
    services.invite(by=story.ana, partnership=one, profile=story.finland)
    left = [slug for slug in fits if slug != "cathodes"]
    assert found(ana.get(path), "fits") == left


def test_best_words_come_before_the_alphabet(sign_in, story):
    one = make_draft(story)
    for number in range(25):
        factories.make_priority(
            "PT11", ["10"], title=f"Also {number}", summary="Some use of fibre."
        )
    factories.make_priority("PT11", ["10"], title="Wood fibre", slug="wood-fibre")
    factories.renew()
    answer = sign_in(story.ana).get(f"/partnerships/{one.slug}/invite/?q=fibre")
    slugs = found(answer, "profiles")
    assert (slugs[0], len(slugs), answer.context["fits"]) == ("wood-fibre", 20, [])
