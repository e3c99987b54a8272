"""Loading brings the tables in, once, and leaves alone what people wrote."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regions.models import (
    Cluster,
    Cooperation,
    CooperationMember,
    ExchangeItem,
    Facility,
    NutsChange,
    Priority,
    Region,
    RegionStrength,
    RegisterVersion,
    SearchEntry,
    Strategy,
    Topic,
    TopicRelation,
)
from regions.register.items import kind_of, refresh_derived_items
from regions.register.loading import load_register, read_register
from regions.register.reading import DATA_FOLDER
from regions.register.rooms import further_tables
from tests.regions.register_tables import small_tables, write_small

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


@pytest.fixture
def folder(tmp_path):
    return write_small(tmp_path)


@pytest.fixture
def loaded(db, folder):
    """The small register in the database; gives the folder it came from."""
    load_register(folder)
    return folder


def writes_of(queries):
    return [query["sql"] for query in queries if query["sql"].startswith(WRITES)]


def reload_with(folder, change):
    """Load the small register again after `change` has altered its tables."""
    tables = small_tables()
    change(tables)
    return load_register(write_small(folder, tables))


def test_load_register_priority(loaded):
    priority = Priority.objects.get(slug="de11-textiles")

    assert priority.title == "Technical textiles"
    assert priority.title_original == "Technische Textilien"
    assert priority.keywords == ["fibres", "weaving"]
    assert priority.stages == ["research", "pilot"]
    assert {topic.code for topic in priority.topics.all()} == {
        "13",
        "62",
        "NABS.6",
        "PO.E",
    }
    assert priority.source_name == "strategies.example"
    assert priority.confidence == "read"
    assert priority.status == "published"
    assert priority.type == "priority"
    assert str(priority.strategy) == "RIS3 DE11 2021-2027"
    assert priority.strategy.source_url == "https://strategies.example/de11"


def test_load_register_cluster_and_others(loaded):
    cluster = Cluster.objects.get()
    facility = Facility.objects.get()
    member = CooperationMember.objects.get(role="lead")

    assert (cluster.title, cluster.region_id) == ("Weavers of Stuttgart", "DE11")
    assert (cluster.members_total, cluster.sme_members) == (40, None)
    assert (facility.known_as_of, facility.source_name) == (2018, "Inventory 2018")
    assert [topic.code for topic in facility.topics.all()] == ["13"]
    assert (member.cooperation.slug, member.region_id) == ("tex", "DE11")
    assert str(NutsChange.objects.get()) == "DE19 → DE11"
    assert Region.objects.get(code="DE111").parent_id == "DE11"
    assert Region.objects.get(code="DE111").country == "DE"


def test_load_register_stated_offers(loaded):
    items = ExchangeItem.objects.filter(profile__slug="fr10-digital")

    assert [(one.side, one.position, one.kind, one.text) for one in items] == [
        ("need", 0, "market", "access to export markets"),
        ("offer", 0, "facility", "open data services"),
        ("offer", 1, "skill", "software expertise"),
    ]
    assert {(one.confidence, one.derivation) for one in items} == {("recalled", "")}


def test_kind_of_phrase_without_a_telling_word():
    assert kind_of("clean engines") == "technology"


def test_load_register_search_and_version(loaded):
    assert RegisterVersion.objects.get().number == 1
    assert set(SearchEntry.objects.values_list("kind", "key")) >= {
        ("priority", "de11-textiles"),
        ("cluster", "de11-weavers"),
        ("region", "FR10"),
    }


def test_load_register_twice_writes_nothing(loaded):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        report = load_register(loaded)

    assert writes_of(captured.captured_queries) == []
    assert report.has_changes is False
    assert {tally.writes for tally in report.tallies.values()} == {0}
    assert report.tallies["priorities"].left == 2
    assert report.tallies["offers and needs"].others == 0
    assert RegisterVersion.objects.get().number == 1


def test_load_register_changed_row(loaded):
    before = Priority.objects.get(slug="fr10-digital").updated_at

    def change(tables):
        tables["priorities"][0]["title"] = "Smart textiles"
        tables["priorities"][0]["policy"] = ""
        tables["strengths"].pop()
        tables["strengths"][0]["strength"] = 0.8

    report = reload_with(loaded, change)

    priority = Priority.objects.get(slug="de11-textiles")
    assert priority.title == "Smart textiles"
    assert {topic.code for topic in priority.topics.all()} == {"13", "62", "NABS.6"}
    assert report.tallies["priorities"].changed == 1
    assert report.tallies["priorities"].left == 1
    assert set(RegionStrength.objects.values_list("topic_id", "strength")) == {
        ("13", 0.8),
        ("14", 0.7),
    }
    assert Priority.objects.get(slug="fr10-digital").updated_at == before
    assert RegisterVersion.objects.get().number == 2
    assert SearchEntry.objects.get(key="de11-textiles").title == "Smart textiles"


def test_load_register_topics_alone_changed(loaded):
    def change(tables):
        tables["clusters"][0]["economic"] = "13 14"

    report = reload_with(loaded, change)

    assert {one.code for one in Cluster.objects.get().topics.all()} == {"13", "14"}
    assert report.tallies["clusters"].changed == 1


def test_load_register_vanished_row_is_left(loaded):
    def change(tables):
        tables["clusters"].clear()
        tables["priorities"].pop()

    report = reload_with(loaded, change)

    assert Cluster.objects.count() == 1
    assert Priority.objects.count() == 2
    assert report.tallies["clusters"].others == 1
    assert report.tallies["priorities"].others == 1
    assert report.has_changes is False


def touch_by_confirming(profile, user):
    profile.confidence = "confirmed"
    profile.confirmed_at = timezone.now()
    profile.confirmed_by = user


def touch_by_editing(profile, user):
    profile.updated_by = user


@pytest.mark.parametrize("touch", [touch_by_confirming, touch_by_editing])
def test_load_register_touched_profile_is_kept(loaded, django_user_model, touch):
    user = django_user_model.objects.create(email="officer@example.org")
    cluster = Cluster.objects.get()
    touch(cluster, user)
    cluster.title = "Weavers and Knitters"
    cluster.save()
    cluster.topics.set(["62"])
    cluster.items.all().delete()

    def change(tables):
        tables["clusters"][0] |= {"name": "From the table", "members_total": 41}

    report = reload_with(loaded, change)

    cluster.refresh_from_db()
    assert cluster.title == "Weavers and Knitters"
    assert cluster.members_total == 40
    assert [topic.code for topic in cluster.topics.all()] == ["62"]
    assert cluster.items.count() == 0
    assert report.tallies["clusters"].kept == 1
    assert report.has_changes is False


def test_load_register_withdrawn_profile_stays_withdrawn(loaded):
    Cluster.objects.update(status="withdrawn")

    def change(tables):
        tables["clusters"][0]["name"] = "Weavers"

    reload_with(loaded, change)

    assert Cluster.objects.get().title == "Weavers"
    assert Cluster.objects.get().status == "withdrawn"


def test_load_register_derives_offers_and_needs(loaded):
    items = ExchangeItem.objects.filter(profile__slug="de11-textiles")

    found = [
        (
            one.side,
            one.kind,
            one.derivation,
            [topic.code for topic in one.topics.all()],
            one.facility and one.facility.slug,
        )
        for one in items
    ]
    assert found == [
        ("need", "technology", "region_weak", ["62"], None),
        ("offer", "technology", "region_strong", ["13"], None),
        ("offer", "facility", "region_facility", ["13"], "de11-loom-laboratory"),
        ("offer", "technology", "region_related", ["14"], None),
    ]
    assert {(one.confidence, one.text) for one in items} == {("derived", "")}


def test_load_register_stated_replaces_derived(loaded):
    def change(tables):
        tables["priorities"][0]["needs"] = "software for looms"

    reload_with(loaded, change)

    needs = ExchangeItem.objects.filter(profile__slug="de11-textiles", side="need")
    offers = ExchangeItem.objects.filter(profile__slug="de11-textiles", side="offer")
    assert [(one.text, one.derivation) for one in needs] == [("software for looms", "")]
    assert offers.exclude(derivation="").count() == 3


def test_refresh_derived_items_after_an_edit(loaded):
    cluster = Cluster.objects.get()
    other = Priority.objects.get(slug="de11-textiles")
    before = list(other.items.values_list("pk", flat=True))
    cluster.topics.set(["62"])

    changed = refresh_derived_items(profile_ids=[cluster.pk])

    assert changed == {cluster.pk}
    assert [(one.side, one.derivation) for one in cluster.items.all()] == [
        ("need", "region_weak")
    ]
    assert list(other.items.values_list("pk", flat=True)) == before
    assert refresh_derived_items(profile_ids=[cluster.pk]) == set()


def test_refresh_derived_items_does_not_show_that_something_is_confidential(loaded):
    cluster = Cluster.objects.get()
    cluster.topics.set(["62"])
    hidden = ExchangeItem.objects.create(
        profile_id=cluster.pk,
        side="need",
        kind="skill",
        text="Hushed",
        is_confidential=True,
    )
    cluster.items.all().delete()

    refresh_derived_items(profile_ids=[cluster.pk])

    assert [one.derivation for one in cluster.items.all()] == ["region_weak"]
    assert cluster.items.get().position == 1
    assert ExchangeItem.all_items.get(text="Hushed") == hidden


@pytest.mark.django_db
def test_load_register_command_reports(folder):
    out = StringIO()

    call_command("load_register", data=folder, stdout=out)
    first = out.getvalue()
    call_command("load_register", data=folder, stdout=out)
    second = out.getvalue().removeprefix(first)

    assert "regions                  7        0       0      0       0\n" in first
    assert "offers and needs derived anew for 2 profiles\n" in first
    assert first.endswith("The register is changed.\n")
    assert "regions                  0        0       7      0       0\n" in second
    assert second.endswith("The register is unchanged.\n")


@pytest.mark.slow
@pytest.mark.django_db
def test_load_register_shipped_tables():
    rows = read_register(DATA_FOLDER).rows
    load_register(DATA_FOLDER)

    models = {
        "regions": Region,
        "crosswalk": NutsChange,
        "topics": Topic,
        "priorities": Priority,
        "clusters": Cluster,
        "facilities": Facility,
        "projects": Cooperation,
        "members": CooperationMember,
        "strengths": RegionStrength,
        "relatedness": TopicRelation,
    }
    counts = {name: model.objects.count() for name, model in models.items()}
    assert counts == {name: len(rows[name]) for name in models}
    assert Strategy.objects.count() == len(
        {(row["region"], row["period"]) for row in rows["priorities"]}
    )
    derived = ExchangeItem.objects.exclude(derivation="")
    assert derived.count() > 0
    assert set(derived.values_list("confidence", "text")) == {("derived", "")}
    with CaptureQueriesContext(connection) as captured:
        load_register(DATA_FOLDER)
    assert writes_of(captured.captured_queries) == []


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.mark.django_db
def test_load_register_progress_on_a_terminal(folder):
    out = Terminal()

    call_command("load_register", data=folder, stdout=out, no_color=True)

    steps = out.getvalue().split("\n")[0].split("\r")
    # Fourteen of the register itself, and the tables of the rooms above it.
    total = 14 + len(further_tables())
    assert len(steps) == total + 2
    assert steps[1].strip() == f"[........................] 0/{total} regions"
    assert steps[-1].strip() == f"[########################] {total}/{total} done"


@pytest.mark.django_db
def test_load_register_no_progress_in_a_file(folder):
    out = StringIO()

    call_command("load_register", data=folder, stdout=out)

    assert "\r" not in out.getvalue()
