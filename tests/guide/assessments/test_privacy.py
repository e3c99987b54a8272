"""What is told of others' results, with results that could leak."""

import datetime

import pytest
from django.utils import timezone

from portal.accounts.models import Mandate
from portal.guide.assessments.comparing import compare
from portal.guide.assessments.models import Answer, Assessment
from portal.guide.assessments.privacy import (
    Completed,
    OtherScore,
    publishing_day,
    told_median,
)
from tests import factories
from tests.guide.assessments.story import (
    POLICY,
    days_ago,
    make_others,
    make_set,
    page_of,
    share,
)

DAY = datetime.date
ALL_AT_50 = dict.fromkeys(POLICY.by_key, 50)


def scored(*values: int, known: int = 0) -> list[OtherScore]:
    rows = [OtherScore(value) for value in values]
    return [OtherScore(0, is_known=True)] * known + rows


def day_after(rows, today: DAY) -> DAY | None:
    return publishing_day([Completed(*row) for row in rows], today)


# --- the rules alone -----------------------------------------------------------------


def test_four_others_have_no_median():
    assert told_median(scored(10, 20, 30, 40)) is None
    assert told_median(scored(10, 20, 30, 40, 50)) == 30


def test_results_that_the_reader_knows_do_not_make_five():
    assert told_median(scored(10, 20, 30, 40, known=9)) is None
    assert told_median(scored(10, 20, 30, 40, 50, known=2)) == 20


def test_medians_are_rounded_to_five_points():
    assert told_median(scored(0, 0, 42, 100, 100)) == 40
    assert told_median(scored(0, 0, 43, 100, 100)) == 45
    assert told_median(scored(0, 0, 98, 100, 100)) == 100
    assert told_median(scored(0, 0, 40, 45, 100, 100)) == 45


def test_one_that_joins_changes_nothing_until_others_have_joined():
    three = [("a", DAY(2026, 1, 5)), ("b", DAY(2026, 1, 9)), ("c", DAY(2026, 1, 31))]
    assert day_after(three, DAY(2026, 1, 31)) is None
    assert day_after(three, DAY(2026, 2, 1)) == DAY(2026, 2, 1)
    two_more = [*three, ("d", DAY(2026, 2, 3)), ("e", DAY(2026, 3, 3))]
    assert day_after(two_more, DAY(2026, 9, 1)) == DAY(2026, 2, 1)
    third = [*two_more, ("f", DAY(2026, 5, 3))]
    assert day_after(third, DAY(2026, 5, 31)) == DAY(2026, 2, 1)
    assert day_after(third, DAY(2026, 6, 1)) == DAY(2026, 6, 1)


def test_one_that_completes_three_times_is_one():
    again = [("a", DAY(2026, 1, day)) for day in (1, 2, 3)]
    assert day_after(again, DAY(2026, 2, 1)) is None


def test_step_of_one_beside_known_ones_is_not_seen():
    known = [(key, DAY(2026, 1, 5), DAY(2026, 1, 20)) for key in "ab"]
    three = [*known, ("c", DAY(2026, 1, 9))]
    assert day_after(three, DAY(2026, 2, 1)) is None
    late = [(key, DAY(2026, 1, 5), DAY(2026, 2, 1)) for key in "ab"]
    assert day_after([*late, three[2]], DAY(2026, 2, 1)) == DAY(2026, 2, 1)
    more = [(key, DAY(2026, 3, 5)) for key in "de"]
    assert day_after([*three, *more], DAY(2026, 4, 1)) == DAY(2026, 4, 1)


def test_december_ends_in_january():
    rows = [(key, DAY(2025, 12, 31)) for key in "abc"]
    assert day_after(rows, DAY(2026, 1, 1)) == DAY(2026, 1, 1)


# --- with results in the database -----------------------------------------------------


@pytest.fixture
def own(region):
    return make_set(region, 4)


@pytest.mark.django_db
def test_median_of_five_similar_others(own, officer):
    make_others(5, 2)
    found = compare(own, officer)
    assert found.medians == ALL_AT_50
    assert found.category == "less"
    assert found.until < timezone.localdate().replace(day=1)


@pytest.mark.django_db
def test_four_similar_ones_are_widened_to_all(own, officer):
    make_others(4, 0)
    assert compare(own, officer) is None
    make_others(3, 2, category="more", start=50)
    found = compare(own, officer)
    assert (found.category, set(found.medians.values())) == ("", {0})


@pytest.mark.django_db
def test_four_others_are_never_told_though_ones_own_makes_five(client, own, officer):
    make_others(4, 1)
    make_set(own.region, 1, days=400)
    client.force_login(officer)
    answer = client.get(own.get_absolute_url())
    assert {row.median for row in answer.context["rows"]} == {None}
    assert "Median of others" not in page_of(answer)
    assert "There is no comparison yet" in page_of(answer)


@pytest.mark.django_db
def test_who_acts_for_several_does_not_count_them_as_others(own, officer):
    others = make_others(5, 2)
    Mandate.objects.create(user=officer, region=others[0].region, role="reader")
    assert compare(own, officer) is None


@pytest.mark.django_db
def test_who_acts_in_two_categories_cannot_subtract_similar_ones_from_all(own, officer):
    make_others(5, 2)
    make_others(1, 0, category="more", start=20)
    elsewhere = factories.make_region("SE11", cohesion_category="more")
    second = make_set(elsewhere, 4)
    other = factories.make_person("other", region="SE11")
    assert compare(second, other).category == ""
    Mandate.objects.create(user=officer, region=elsewhere, role="reader")
    assert compare(second, officer) is None
    assert compare(own, officer).category == "less"


@pytest.mark.django_db
def test_who_acted_for_another_once_may_remember_its_result(own, officer):
    others = make_others(5, 2)
    Mandate.objects.create(
        user=officer, region=others[0].region, ends_on=days_ago(9).date()
    )
    assert compare(own, officer) is None
    make_others(1, 2, start=20)
    assert compare(own, officer).medians == ALL_AT_50


@pytest.mark.django_db
def test_what_is_or_was_shared_does_not_count_as_unknown(own, officer):
    others = make_others(5, 2)
    share(others[0])
    assert compare(own, officer) is None
    Assessment.objects.update(is_shared=False)
    assert compare(own, officer) is None


@pytest.mark.django_db
def test_set_of_this_month_does_not_move_the_median(own, officer):
    make_others(5, 2)
    before = compare(own, officer)
    make_others(3, 4, start=20, days=0)
    assert compare(own, officer) == before


@pytest.mark.django_db
def test_one_newcomer_of_a_past_month_does_not_move_the_median(own, officer):
    make_others(5, 2, days=200)
    before = compare(own, officer)
    make_others(2, 4, start=20, days=100)
    assert compare(own, officer) == before
    make_others(4, 4, start=30, days=70)
    assert set(compare(own, officer).medians.values()) == {100}


@pytest.mark.django_db
def test_only_the_latest_of_an_organisation_counts(own, officer):
    for one in make_others(5, 0, days=500):
        make_set(one.region, 3, days=90)
    assert set(compare(own, officer).medians.values()) == {75}


@pytest.mark.django_db
def test_what_is_older_than_three_years_does_not_count(own, officer):
    make_others(4, 2)
    make_others(1, 2, start=20, days=3 * 365 + 90)
    assert compare(own, officer) is None


@pytest.mark.django_db
def test_drafts_do_not_count(own, officer):
    make_others(4, 2)
    make_others(3, 4, start=20, days=None)
    assert compare(own, officer) is None


@pytest.mark.django_db
def test_dimension_that_too_few_answered_has_no_median(own, officer):
    others = make_others(5, 2)
    Answer.objects.filter(
        assessment=others[0], question__in=("evidence", "goals")
    ).update(level=-1)
    found = compare(own, officer).medians
    assert found == {key: 50 for key in ALL_AT_50 if key != "strategy"}


@pytest.mark.django_db
def test_clusters_that_no_curator_has_published_do_not_make_five(officer):
    own_cluster = factories.make_cluster("ES51", title="Ours")
    factories.make_region("ES51", cohesion_category="less")
    own = make_set(own_cluster, 4)
    hidden = [factories.make_cluster("ES51", status="draft") for _n in range(5)]
    for one in hidden:
        make_set(one, 2)
    assert compare(own, officer) is None
    type(own_cluster).objects.update(status="published")
    assert set(compare(own, officer).medians.values()) == {50}


@pytest.mark.django_db
def test_policy_and_management_are_never_compared_with_each_other(own, officer):
    for _n in range(6):
        make_set(factories.make_cluster("ES51"), 2)
    assert compare(own, officer) is None


@pytest.mark.django_db
def test_older_result_is_not_compared(client, own, officer):
    make_others(5, 2)
    older = make_set(own.region, 1, days=500)
    client.force_login(officer)
    answer = client.get(older.get_absolute_url())
    assert answer.context["result"].comparison is None
    assert "Only your latest result is compared" in page_of(answer)
    assert client.get(own.get_absolute_url()).context["result"].comparison


@pytest.mark.django_db
def test_nobody_reads_how_many_the_others_are(client, own, officer):
    make_others(7, 2)
    client.force_login(officer)
    page = page_of(client.get(own.get_absolute_url()))
    assert "at least five" in page
    assert "at least 7" not in page
    assert str(days_ago(60).date()) not in page


@pytest.mark.django_db
@pytest.mark.parametrize("number", [5, 9])
def test_queries_do_not_grow_with_the_others(
    own, officer, number, django_assert_num_queries
):
    make_others(number, 2)
    with django_assert_num_queries(4):
        assert compare(own, officer).medians == ALL_AT_50
