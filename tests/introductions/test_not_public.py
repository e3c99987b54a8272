"""What an introduction says of a side that has no public page any more."""

import pytest

from regions.models import Profile, Status
from tests.introductions.story import ask, make_sides
from tests.introductions.talk_story import page_text

pytestmark = pytest.mark.django_db


def page_of(sign_in, person, introduction):
    return page_text(sign_in(person).get(introduction.get_absolute_url()))


def test_side_that_was_withdrawn_has_its_name_and_no_link(sign_in, silent_broker):
    sides = make_sides()
    introduction = ask(sides)
    Profile.objects.filter(pk=sides.partner.pk).update(status=Status.WITHDRAWN)
    page = page_of(sign_in, sides.asker, introduction)
    assert "Wood hub" in page
    assert "no longer public" in page
    assert sides.partner.get_absolute_url() not in page
    assert "/matches/here/there/" not in page
    assert sides.profile.get_absolute_url() in page


def test_own_side_that_was_withdrawn_is_still_a_link(sign_in, silent_broker):
    sides = make_sides()
    introduction = ask(sides)
    Profile.objects.filter(pk=sides.partner.pk).update(status=Status.WITHDRAWN)
    page = page_of(sign_in, sides.answerer, introduction)
    assert sides.partner.get_absolute_url() in page
    assert "/matches/there/here/" in page
    assert "no longer public" not in page


def test_sides_that_are_public_are_links(sign_in, silent_broker):
    sides = make_sides()
    page = page_of(sign_in, sides.asker, ask(sides))
    for one in (sides.profile, sides.partner):
        assert f'href="{one.get_absolute_url()}"' in page
    assert "no longer public" not in page
