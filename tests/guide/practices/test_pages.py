"""Pages of practices: who sees which, the forms, the buttons."""

import pytest

from portal.guide.practices.models import Practice
from tests import factories
from tests.guide.practices.story import (
    acts,
    begin,
    make_seed,
    page_of,
    publish,
    said,
    submit,
)

pytestmark = pytest.mark.django_db
SECRET = "Quiet scheme for cathodes"
LIST = "/guide/practices/"


def form_of(**fields) -> dict:
    """What the form sends."""
    one = said(**fields)
    values = {
        name: getattr(one, name)
        for name in one.__dataclass_fields__
        if getattr(one, name) not in (None, "")
    }
    return values | {"_do": "save"}


def titles(response) -> list[str]:
    return [one.title for one in response.context["page"]]


# --- who sees which --------------------------------------------------------------


def leaks(client, one) -> list[str]:
    """Where this client comes upon the practice."""
    paths = {
        "list": LIST,
        "words": f"{LIST}?q=cathodes",
        "csv": f"{LIST}?format=csv",
        "page": one.get_absolute_url(),
        "edit": f"{one.get_absolute_url()}edit/",
        "mine": f"{LIST}mine/",
        "api": "/api/v1/practices/",
        "api page": f"/api/v1/practices/{one.slug}/",
        "region": "/regions/ES51/",
        "fits": "/priorities/there/",
        "search": "/search/?q=cathodes",
    }
    return [name for name, path in paths.items() if SECRET in page_of(client.get(path))]


def test_a_draft_is_seen_by_its_people_and_curators_only(client, sign_in, story):
    one = begin(story, title=SECRET)
    factories.renew()
    assert leaks(client, one) == []
    assert client.get(one.get_absolute_url()).status_code == 404
    assert leaks(sign_in(story.stranger), one) == []
    assert leaks(sign_in(story.manager), one) == []
    assert leaks(sign_in(story.reader), one) == ["page", "mine"]
    assert leaks(sign_in(story.owner), one) == ["page", "edit", "mine"]
    assert leaks(sign_in(story.curator), one) == ["page", "edit"]


@pytest.mark.parametrize("status", ["submitted", "returned", "withdrawn"])
def test_what_is_not_published_is_not_shown_to_others(client, story, status):
    one = publish(story, title=SECRET)
    Practice.objects.update(status=status)
    factories.renew()
    assert leaks(client, one) == []


def test_a_published_one_is_shown_where_it_belongs(client, story):
    one = publish(story, title=SECRET)
    assert leaks(client, one) == [
        *("list", "words", "csv", "page", "api", "api page", "region", "fits")
    ]


# --- the page --------------------------------------------------------------------


def test_the_page_says_source_figures_and_what_did_not_work(client, story):
    page = page_of(client.get(publish(story).get_absolute_url()))
    for words in (
        *("Small makers of batteries had no laboratory.", "40 vouchers"),
        *("Counted by the agency.", "Large firms stayed away.", "A laboratory"),
        *("2019–2022", "€250,000 to €1 million", "ERDF", "Report of the agency"),
        *("Submitted by Region ES51.", "Topic 20"),
        "Not stated: what would have to be adapted.",
    ):
        assert words in page
    assert "csrfmiddlewaretoken" not in page


def test_the_page_says_honestly_what_is_not_known(client, story):
    one = make_seed()
    page = page_of(client.get(one.get_absolute_url()))
    assert "No result found in the source." in page
    assert "Taken from a public source, not submitted by the region." in page
    assert "not confirmed by the region" in page


def test_the_page_offers_what_one_may_do(sign_in, story):
    one = publish(story)

    def offers(person):
        page = page_of(sign_in(person).get(one.get_absolute_url()))
        words = ("It still holds", ">Edit<", "Withdraw the practice", "What happened")
        return [word in page for word in words]

    assert offers(story.owner) == [True, True, True, True]
    assert offers(story.reader) == [False, False, False, True]
    assert offers(story.stranger) == [False, False, False, False]
    assert offers(story.curator) == [False, True, True, True]


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_as_many_queries_whatever_it_fits(
    client, story, django_assert_num_queries, number
):
    for place in range(1, number):
        code = f"SE1{place}"
        factories.make_priority(code, ["20"], title=f"Cells {place}")
    factories.renew()
    one = publish(story)
    assert one.matches.count() == number
    client.get(one.get_absolute_url())
    factories.renew()
    with django_assert_num_queries(11):
        page = client.get(one.get_absolute_url())
    assert len(page.context["fits"]) == number


# --- writing ---------------------------------------------------------------------


def test_a_visitor_is_led_to_sign_in(client):
    for path in ("new/", "mine/", "waiting/"):
        assert client.get(f"{LIST}{path}").status_code == 302


def test_who_acts_for_nobody_is_told_the_next_step(sign_in, story):
    client = sign_in(factories.make_person("nobody"))
    page = page_of(client.get(f"{LIST}new/"))
    assert "You act for no region or cluster as owner or editor" in page
    assert client.post(f"{LIST}new/", form_of()).status_code == 200
    assert not Practice.objects.exists()


def test_who_acts_for_several_says_for_which(sign_in, story):
    from portal.accounts.models import Mandate  # noqa: PLC0415

    Mandate.objects.create(user=story.editor, cluster=story.cluster, role="owner")
    client = sign_in(story.editor)
    page = page_of(client.get(f"{LIST}new/"))
    assert "?for=region%3AES51" in page
    assert "?for=cluster%3Acells" in page
    client.post(f"{LIST}new/?for=cluster:cells", form_of())
    assert Practice.objects.get().owner_cluster.pk == story.cluster.pk


def test_a_draft_is_saved_with_a_title_and_submitted_when_complete(sign_in, story):
    client = sign_in(story.editor)
    made = client.post(f"{LIST}new/", {"title": "Begun", "_do": "save", "cost": ""})
    one = Practice.objects.get()
    assert (made.status_code, made.url) == (302, one.get_absolute_url())
    assert (one.status, one.title) == ("draft", "Begun")
    sent = form_of(title="Begun") | {"_do": "submit", "revision": one.revision}
    client.post(f"{one.get_absolute_url()}edit/", sent)
    one.refresh_from_db()
    assert (one.status, one.submitted_by) == ("submitted", story.editor)


def test_who_presses_submit_twice_has_submitted_once(sign_in, story):
    client = sign_in(story.editor)
    sent = form_of() | {"_do": "submit"}
    answers = [client.post(f"{LIST}new/?for=region:ES51", sent) for _ in range(2)]
    one = Practice.objects.get()
    assert [each.url for each in answers] == [one.get_absolute_url()] * 2
    assert acts(one) == [("created", "editor"), ("submitted", "editor")]


def test_submitting_what_is_incomplete_saves_it_and_names_the_fields(sign_in, story):
    client = sign_in(story.editor)
    sent = {"title": "Begun", "language": "en", "_do": "submit"}
    answer = client.post(f"{LIST}new/", sent)
    assert answer.status_code == 400
    page = page_of(answer)
    assert "The draft is saved. This is missing before it can be submitted" in page
    assert 'href="#id_challenge"' in page
    assert 'href="#field-topics"' in page
    one = Practice.objects.get()
    # What is sent next is a change of that draft.
    assert f'action="{one.get_absolute_url()}edit/"' in page
    assert f'name="revision" value="{one.revision}"' in page


def test_a_missing_title_is_named_and_nothing_is_saved(sign_in, story):
    answer = sign_in(story.editor).post(f"{LIST}new/", {"challenge": "Hard"})
    assert answer.status_code == 400
    assert "Give it a title: then the draft can be saved." in page_of(answer)
    assert not Practice.objects.exists()


def test_looking_for_a_topic_loses_nothing_and_complains_of_nothing(sign_in, story):
    sent = {"challenge": "Hard", "_do": "search:topics", "_q-topics": "Topic 10"}
    answer = sign_in(story.editor).post(f"{LIST}new/", sent)
    page = page_of(answer)
    assert (answer.status_code, "Hard" in page) == (200, True)
    assert 'name="topics" value="10"' in page
    assert "Not saved yet" not in page


def test_a_conflict_shows_both_texts_and_saves_on_top(sign_in, story):
    one = begin(story)
    path = f"{one.get_absolute_url()}edit/"
    theirs = form_of(challenge="Theirs", funding="State") | {"revision": one.revision}
    sign_in(story.owner).post(path, theirs)
    client = sign_in(story.editor)
    mine = form_of(challenge="Mine") | {"revision": one.revision}
    answer = client.post(path, mine)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "Mine</textarea>" in page
    assert "<dd>Theirs</dd>" in page
    assert 'value="State"' in page
    seen = answer.context["form"].initial["revision"]
    client.post(path, form_of(challenge="Mine", funding="State") | {"revision": seen})
    one.refresh_from_db()
    assert (one.challenge, one.funding) == ("Mine", "State")


def test_saving_a_seed_in_the_form_keeps_its_cluster(sign_in, story):
    elsewhere = factories.make_cluster("ES52", title="Far hub", slug="far")
    one = make_seed(cluster=elsewhere)
    client, path = sign_in(story.editor), f"{one.get_absolute_url()}edit/"
    page = page_of(client.get(path))
    assert '<option value="far" selected>Far hub</option>' in page
    assert "No result found in the source" in page
    client.post(path, form_of(title="Ours", cluster="far") | {"revision": 0})
    one.refresh_from_db()
    assert (one.title, one.cluster.slug, one.revision) == ("Ours", "far", 1)


def test_others_cannot_open_the_form(sign_in, story):
    path = f"{publish(story).get_absolute_url()}edit/"
    found = {
        name: sign_in(getattr(story, name)).get(path).status_code
        for name in ("owner", "reader", "stranger", "manager", "curator")
    }
    assert found == {
        "owner": 200,
        "reader": 403,
        "stranger": 403,
        "manager": 403,
        "curator": 200,
    }


def test_what_waits_sends_its_owner_back_to_its_page(sign_in, story):
    one = submit(story)
    answer = sign_in(story.editor).get(f"{one.get_absolute_url()}edit/")
    assert (answer.status_code, answer.url) == (302, one.get_absolute_url())


def test_buttons_move_it_and_pressed_twice_are_harmless(sign_in, story):
    one = begin(story)
    client, path = sign_in(story.owner), one.get_absolute_url()
    for button, status in (("submit", "submitted"), ("take-back", "draft")):
        for _press in range(2):
            assert client.post(f"{path}{button}/").status_code == 302
        one.refresh_from_db()
        assert one.status == status
    assert one.events.count() == 3


def test_a_reason_that_is_missing_is_named(sign_in, story):
    one = publish(story)
    client = sign_in(story.owner)
    answer = client.post(f"{one.get_absolute_url()}withdraw/", {"reasons": ""})
    assert answer.status_code == 400
    assert "Say in a few words why." in page_of(answer)
    client.post(f"{one.get_absolute_url()}withdraw/", {"reasons": "It ended"})
    page = page_of(client.get(one.get_absolute_url()))
    assert "Why it was withdrawn: It ended" in page


def test_own_practices_are_listed_with_their_state(sign_in, story):
    begin(story, title="Begun")
    publish(story, title="Shown")
    make_seed(title="Taken")
    page = page_of(sign_in(story.reader).get(f"{LIST}mine/"))
    for words in ("Begun", "Shown", "Taken", "from a public source"):
        assert words in page


# --- curators --------------------------------------------------------------------


def test_the_queue_is_the_curators_and_counts_what_waits(sign_in, story):
    one = submit(story)
    assert sign_in(story.owner).get(f"{LIST}waiting/").status_code == 404
    client = sign_in(story.curator)
    page = page_of(client.get(f"{LIST}waiting/"))
    assert one.title in page
    assert 'Practices <span class="tag number">1' in page
    desk = page_of(client.get("/dashboard/"))
    assert "Practices to decide" in desk


def test_a_curator_publishes_or_returns_with_a_reason(sign_in, story):
    one = submit(story)
    client, path = sign_in(story.curator), f"{one.get_absolute_url()}decide/"
    sent = {"revision": one.revision, "reasons": ""}
    answer = client.post(path, sent | {"_do": "return"})
    assert answer.status_code == 400
    assert "Give the reasons: the owner reads them." in page_of(answer)
    assert client.post(path, sent | {"_do": "publish"}).status_code == 302
    one.refresh_from_db()
    assert one.status == "published"
    # A second press, and a look at what is decided, lead on.
    assert client.post(path, sent | {"_do": "publish"}).status_code == 302
    assert client.get(path).url == one.get_absolute_url()


def test_a_curator_reads_why_another_one_decides(sign_in, story):
    story.editor.is_staff = True
    story.editor.save()
    one = submit(story)
    page = page_of(sign_in(story.editor).get(f"{one.get_absolute_url()}decide/"))
    assert "You act for the organisation whose record this is." in page
    assert "Return with these reasons" not in page


def test_curators_find_what_owners_changed_of_published_ones(sign_in, story):
    one = publish(story)
    sent = form_of(title="New words") | {"revision": one.revision}
    sign_in(story.owner).post(f"{one.get_absolute_url()}edit/", sent)
    page = page_of(sign_in(story.curator).get(f"{LIST}waiting/"))
    assert "Changed lately by their owners" in page
    assert "New words" in page


def test_what_was_returned_stands_on_the_desk(sign_in, story):
    one = submit(story)
    client = sign_in(story.curator)
    sent = {"revision": one.revision, "reasons": "Name it", "_do": "return"}
    client.post(f"{one.get_absolute_url()}decide/", sent)
    page = page_of(sign_in(story.owner).get("/dashboard/"))
    assert "Curators returned your practice “Vouchers for battery makers”." in page


def test_a_curator_decides_with_the_facts_beside_the_text(sign_in, story):
    one = submit(story)
    page = page_of(sign_in(story.curator).get(f"{one.get_absolute_url()}decide/"))
    assert 'href="/guide/practices/waiting/" aria-current="page"' in page
    assert one.get_instrument_display().lower() in page.lower()
    assert one.get_stage_display().lower() in page.lower()
    assert "Where this comes from" in page


def test_a_draft_says_what_is_not_written_or_submitted_yet(sign_in, story):
    one = begin(story, challenge="", action="")
    page = page_of(sign_in(story.editor).get(one.get_absolute_url()))
    assert page.count("Not written yet.") == 2
    assert "Not submitted yet." in page
    assert "Submitted by" not in page
