"""Up to four candidates side by side."""

import re

import pytest

from regions.models import Cluster
from tests.factories import make_cooperation, make_item
from tests.matching.factories import make_cluster, make_priority

pytestmark = pytest.mark.django_db


def path(profile, partners) -> str:
    query = "&".join(f"with={one.slug}" for one in partners)
    return f"/matches/{profile.slug}/compare/?{query}"


def cells(text: str, row: str) -> list[str]:
    """The cells of the row with this heading, tags and spaces taken away."""
    start = r'<th scope="row"[^>]*>(?:<strong>|<a class="term"[^>]*>)?'
    found = re.search(rf"{start}{row}.*?</tr>", text, re.S)
    inner = re.findall(r"<td>(.*?)</td>", found[0], re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in inner]


def test_columns_are_the_profile_and_the_chosen_in_their_order(
    sign_in, profile, partners
):
    chosen = [partners[2], partners[0]]
    text = sign_in("reader").get(path(profile, chosen)).content.decode()
    heads = re.findall(r'<th scope="col">.*?<a [^>]+>([^<]+)</a>', text)
    assert heads == [profile.title, chosen[0].title, chosen[1].title]
    ranks = re.findall(r"Rank (\d+)", text)
    assert ranks == ["3", "1"]
    assert cells(text, "Country")[0] == "Country ES"


def test_facts_topics_and_stages_stand_beside_one_another(sign_in, profile, partners):
    first = partners[0]
    Cluster.objects.filter(pk=first.pk).update(
        members_total=80, languages=["de"], stage_bits=0b1
    )
    type(profile).objects.filter(pk=profile.pk).update(stage_bits=0b11)
    make_cooperation(("ES51", first.region_id))
    make_cooperation(("ES51", "FI1C"))
    text = sign_in("editor").get(path(profile, [first])).content.decode()
    assert cells(text, "Size") == ["a priority of a region", "80 members"]
    assert cells(text, "Working languages") == ["not known", "German"]
    assert cells(text, "Joint projects of the region") == ["2", "1 1 with your region"]
    shared = re.findall(r'fw-normal"><strong>(Topic \d+)</strong>', text)
    assert shared == ["Topic 20"]
    alone = re.findall(r'fw-normal">(Topic \d+)<', text)
    assert alone == ["Topic 26"]
    yes = re.findall(r'fw-normal"><strong>([^<]+)</strong></th>', text)
    assert len(yes) == 2


def test_offers_stand_against_needs_and_what_meets_is_marked(sign_in):
    profile, partner = make_priority("ES51", ("20",)), make_cluster("DE21", ("20",))
    make_item(profile, "need", text="A pilot line", topics=["20"])
    make_item(partner, "offer", text="Our pilot line", topics=["20"])
    make_item(partner, "need", text="Secret", topics=["20"], is_confidential=True)
    text = sign_in("editor").get(path(profile, [partner])).content.decode()
    mine, theirs = cells(text, "You need, they offer")
    assert mine.startswith("A pilot line")
    assert theirs.startswith("Our pilot line")
    assert "meets the other side" in mine
    assert "meets the other side" in theirs
    assert cells(text, "Match") == ["–", "not in your list"]
    assert "Secret" not in text


def test_what_a_cluster_shows_to_partners_only_is_not_shown(sign_in, profile, partners):
    Cluster.objects.filter(pk=partners[0].pk).update(
        members_total=80,
        languages=["de"],
        visibility={"members_total": "partners", "languages": "partners"},
    )
    text = sign_in("editor").get(path(profile, partners[:1])).content.decode()
    assert cells(text, "Size")[1] == "not known"
    assert cells(text, "Working languages")[1] == "not known"


@pytest.mark.parametrize(
    ("number", "said"),
    [(5, "You chose 5 partners. At most 4 fit beside one another."), (0, "")],
)
def test_too_many_are_refused_and_none_is_a_beginning(sign_in, profile, number, said):
    chosen = [make_cluster("DE21") for _ in range(number)]
    answer = sign_in("editor").get(path(profile, chosen))
    assert answer.status_code == (400 if number else 200)
    assert said in answer.content.decode()
    assert "<table" not in answer.content.decode()


def test_unknown_and_hidden_partners_are_named_alike(sign_in, profile, partners):
    hidden = make_cluster("DE21", title="Hush", status="draft")
    client = sign_in("editor")
    for slug in (hidden.slug, "nobody"):
        answer = client.get(
            f"/matches/{profile.slug}/compare/?with={slug}&with={partners[0].slug}"
        )
        assert answer.status_code == 400
        text = answer.content.decode()
        assert f"There is no profile with the address “{slug}”." in text
        assert "Hush" not in text
        assert "<table" not in text


def test_a_profile_is_not_compared_with_itself(sign_in, profile):
    answer = sign_in("editor").get(path(profile, [profile]))
    assert answer.status_code == 400
    assert "cannot be its own partner" in answer.content.decode()


@pytest.mark.parametrize("name", ["stranger", "curator"])
def test_comparing_is_for_the_people_of_the_profile(sign_in, profile, partners, name):
    assert sign_in(name).get(path(profile, partners)).status_code == 404


def test_one_and_four_partners_take_the_same_queries(
    client, people, profile, partners, django_assert_num_queries
):
    client.force_login(people["editor"])
    # What is kept of the register is read once.
    client.get(path(profile, partners))
    with django_assert_num_queries(QUERIES):
        client.get(path(profile, partners[:1]))
    with django_assert_num_queries(QUERIES):
        client.get(path(profile, partners))


QUERIES = 35
