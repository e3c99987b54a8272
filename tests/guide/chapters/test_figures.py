"""Figures count what the portal's lists count, each with one query."""

import pytest
from django.utils import translation

from portal.guide.chapters.figures import FIGURES, figures
from tests import factories

pytestmark = pytest.mark.django_db

# What writers may name; more may be added.
PROMISED = [
    "regions",
    "countries",
    "strategies",
    "priorities",
    "regions_with_priorities",
    "clusters",
    "clusters_countries",
    "facilities",
    "projects",
    "project_members",
    "regions_in_projects",
    "less_developed_share_members",
    "newcomers",
    "partnerships",
    "calls",
    "open_calls",
    "matches_lists",
]


@pytest.fixture
def register():
    """Three regions in two countries; a draft, and a project of two of them."""
    factories.make_region("FI1C", cohesion_category="less")
    factories.make_region("ES51", cohesion_category="more")
    factories.make_priority("ES51")
    factories.make_priority("ES51")
    factories.make_priority("ES52")
    factories.make_priority("FI1D", status="draft")
    factories.make_cluster("FI1C")
    factories.make_facility("FI1C")
    factories.make_cooperation(["ES51", "FI1C"])
    factories.renew()


def test_figures_are_those_of_the_register(register):
    assert figures(PROMISED) == {
        "regions": "3",
        "countries": "2",
        "strategies": "3",
        "priorities": "3",
        "regions_with_priorities": "2",
        "clusters": "1",
        "clusters_countries": "1",
        "facilities": "1",
        "projects": "1",
        "project_members": "2",
        "regions_in_projects": "2",
        "less_developed_share_members": "50",
        "newcomers": "1",
        "partnerships": "0",
        "calls": "0",
        "open_calls": "0",
        "matches_lists": "0",
    }


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_each_figure_is_one_query(name, django_assert_num_queries):
    with django_assert_num_queries(1):
        FIGURES[name]()


def test_share_of_nothing_and_unknown_names_are_a_dash():
    found = figures(["less_developed_share_members", "unheard"])
    assert found == {"less_developed_share_members": "–", "unheard": "–"}


def test_figures_are_kept_until_the_register_changes(register):
    assert figures(["clusters", "partnerships"])["clusters"] == "1"
    factories.make_cluster("FI1C")
    assert figures(["clusters"]) == {"clusters": "1"}
    factories.renew()
    assert figures(["clusters"]) == {"clusters": "2"}


def test_numbers_are_written_in_the_language(monkeypatch):
    monkeypatch.setitem(FIGURES, "clusters", lambda: 12345)
    for language, said in (("en", "12,345"), ("de", "12.345"), ("fr", "12\xa0345")):
        with translation.override(language):
            assert figures(["clusters"]) == {"clusters": said}
