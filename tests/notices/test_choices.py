"""How soon mails come: readable proposals, kept by group, one's own only."""

import pytest

from portal.notices.models import NoticeChoice

pytestmark = pytest.mark.django_db
ADDRESS = "/notices/choices/"


def chosen() -> set[tuple[str, str, str]]:
    rows = NoticeChoice.objects.values_list("user__email", "group", "pace")
    return set(rows)


def test_page_offers_each_group_once_with_what_the_portal_proposes(as_reader):
    page = as_reader.get(ADDRESS).content.decode()
    assert page.count("<select") == 2 + 1  # and the language
    assert "as the portal proposes (once a day)" in page
    assert "as the portal proposes (at once, once a day)" in page
    assert page.count("never, in the portal only") == 2


def test_choices_are_kept_and_shown(as_reader, reader, other):
    NoticeChoice.objects.create(user=other, group="talks", pace="now")
    answer = as_reader.post(
        ADDRESS, {"talks": "weekly", "follows": "never"}, follow=True
    )
    assert "Your choices are kept." in answer.content.decode()
    assert chosen() == {
        ("other@example.org", "talks", "now"),
        ("reader@example.org", "talks", "weekly"),
        ("reader@example.org", "follows", "never"),
    }
    page = as_reader.get(ADDRESS).content.decode()
    assert '<option value="weekly" selected>' in page
    assert '<option value="never" selected>' in page


def test_proposal_takes_a_choice_back(as_reader, reader):
    NoticeChoice.objects.create(user=reader, group="talks", pace="never")
    as_reader.post(ADDRESS, {"talks": "proposed", "follows": "daily"})
    assert chosen() == {("reader@example.org", "follows", "daily")}


@pytest.mark.parametrize(
    "sent", [{"talks": "hourly", "follows": "now"}, {"talks": "now"}, {"x": "now"}]
)
def test_what_is_not_offered_changes_nothing(as_reader, sent):
    assert as_reader.post(ADDRESS, sent).status_code == 400
    assert chosen() == set()


def test_account_leads_there(as_reader):
    assert f'href="{ADDRESS}"' in as_reader.get("/accounts/").content.decode()
