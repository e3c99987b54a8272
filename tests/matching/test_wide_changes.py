"""What changes beside single profiles: lists say that a run is needed, until there is
one; few changed profiles are edits, also when the tables bring them."""

import pytest

from matching import services
from matching.features import load_inputs
from matching.models import ListEdit, MatchRun
from matching.queries_edits import list_state
from regions.models import Cluster, Facility, Priority, Profile, RegionStrength
from regions.register import loading
from regions.register.loading import load_register
from regions.services import bump_register_version
from tests import factories
from tests.matching.dice import change_texts, rows_of, rows_of_a_full_run
from tests.matching.factories import make_cluster, make_run, make_user
from tests.matching.trials import scored
from tests.regions.register_tables import small_tables, write_small

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]
OUTDATED = "The register has changed since this list was made."


@pytest.fixture
def loaded(tmp_path):
    """Load the small register, changed as asked for, into the database."""

    def load(change=lambda tables: None) -> None:
        tables = small_tables()
        change(tables)
        load_register(write_small(tmp_path, tables))

    load()
    return load


@pytest.fixture
def administrator(client):
    person = make_user("root@example.org", is_staff=True, is_superuser=True)
    client.force_login(person)
    return client


def needs_run() -> bool:
    """What all lists say alike."""
    answers = {list_state(profile).needs_run for profile in Profile.objects.all()}
    assert len(answers) == 1
    return answers.pop()


# --- the tables --------------------------------------------------------------------


def retitle(tables) -> None:
    tables["priorities"][0]["title"] = "Recycled fibres"


def strengthen(tables) -> None:
    tables["strengths"][0]["strength"] = 0.123


def test_first_load_is_a_wide_change_and_tells_of_no_profile(loaded):
    assert not ListEdit.objects.exists()
    scored()
    assert not needs_run()


def test_few_changed_profiles_are_edits_that_the_lists_take_up(loaded):
    run = scored()
    loaded(retitle)
    changed = Priority.objects.get(title="Recycled fibres")
    assert list(ListEdit.objects.values_list("profile_key", "what")) == [
        (changed.pk, "changed")
    ]
    assert list_state(changed).is_waiting
    assert services.apply_edits() == 1
    assert rows_of(run) == rows_of_a_full_run(run)
    assert not needs_run()


def test_new_profile_of_the_tables_comes_into_the_lists(loaded):
    def add(tables) -> None:
        new = tables["clusters"][0] | {"slug": "new-cluster", "name": "New cluster"}
        tables["clusters"].append(new)

    run = scored()
    loaded(add)
    key = Cluster.objects.get(slug="new-cluster").pk
    assert list(ListEdit.objects.values_list("profile_key", flat=True)) == [key]
    services.apply_edits()
    assert run.matches.filter(partner=key).exists()
    assert rows_of(run) == rows_of_a_full_run(run)


def test_more_profiles_than_are_told_of_need_a_run(loaded, monkeypatch, client):
    monkeypatch.setattr(loading, "MOST_TOLD", 0)
    scored()
    loaded(retitle)
    assert not ListEdit.objects.exists()
    assert needs_run()
    profile = Priority.objects.get(title="Recycled fibres")
    path = f"/matches/{profile.slug}/status/"
    assert OUTDATED in client.get(path).content.decode()
    part = client.get(path, headers={"HX-Request": "true"}).content.decode()
    assert OUTDATED in part
    assert "hx-get" not in part
    scored()
    assert not needs_run()
    assert "Up to date since" in client.get(path).content.decode()


def test_other_figures_of_the_tables_need_a_run(loaded):
    scored()
    before = RegionStrength.objects.order_by("pk").first().strength
    loaded(strengthen)
    assert RegionStrength.objects.order_by("pk").first().strength != before
    assert not ListEdit.objects.exists()
    assert needs_run()


def test_figures_and_profiles_at_once_are_told_of_as_one_wide_change(loaded):
    def change(tables) -> None:
        retitle(tables)
        strengthen(tables)

    scored()
    loaded(change)
    assert not ListEdit.objects.exists()
    assert needs_run()


def test_loading_what_is_there_changes_nothing(loaded):
    scored()
    loaded()
    assert not ListEdit.objects.exists()
    assert not needs_run()


# --- the admin ---------------------------------------------------------------------


def test_strength_that_is_deleted_in_the_admin_needs_a_run(loaded, administrator):
    scored()
    key = RegionStrength.objects.first().pk
    address = f"/admin/regions/regionstrength/{key}/delete/"
    assert administrator.post(address, {"post": "yes"}).status_code == 302
    assert needs_run()


def test_facility_that_is_deleted_in_the_admin_changes_no_list(loaded, administrator):
    facility = factories.make_facility()
    scored()
    before = load_inputs().digest()
    address = f"/admin/regions/facility/{facility.pk}/delete/"
    assert administrator.post(address, {"post": "yes"}).status_code == 302
    assert not Facility.objects.filter(pk=facility.pk).exists()
    assert load_inputs().digest() == before
    assert not needs_run()


def test_profile_that_is_deleted_in_the_admin_is_an_edit(loaded, administrator):
    scored()
    cluster = Cluster.objects.first()
    address = f"/admin/regions/cluster/{cluster.pk}/delete/"
    assert administrator.post(address, {"post": "yes"}).status_code == 302
    assert ListEdit.objects.get().profile_key == cluster.pk
    assert not needs_run()


# --- runs --------------------------------------------------------------------------


def test_run_that_finds_nothing_changed_says_that_the_lists_are_of_today():
    make_cluster("DE21")
    run = scored()
    bump_register_version()
    assert needs_run()
    assert scored().status == MatchRun.Status.UNCHANGED
    run.refresh_from_db()
    assert not needs_run()


@pytest.mark.parametrize("dice", [1], indirect=True)
def test_lists_that_took_up_an_edit_are_scored_anew_when_it_is_undone_untold(
    dice, random_register
):
    """The inputs are those of the run again, its lists are not."""
    profile = random_register[0]
    before = profile.summary
    run = scored()
    first = rows_of(run)
    change_texts(dice, profile)
    services.apply_edits()
    assert rows_of(run) != first
    Profile.objects.filter(pk=profile.pk).update(summary=before)
    bump_register_version()
    again = scored()
    assert (again.status, again.input_hash) == ("finished", run.input_hash)
    assert rows_of(again) == first


def test_wide_change_during_a_run_needs_another_one(settings):
    settings.MATCHING_STEP_ROWS = 1
    for region in ("DE21", "FR10"):
        make_cluster(region)
    run = services.create_run()
    claimed = services.claim_run(run_id=run.pk)
    services.work_off_run(run=claimed, progress=lambda one: bump_register_version())
    assert needs_run()


def test_desk_asks_for_a_run_only_when_one_is_needed(client):
    sentence = "Start a run to bring the lists up to date."
    client.force_login(make_user("curator@example.org", is_staff=True))
    assert sentence not in client.get("/curation/runs/").content.decode()
    make_run()
    assert sentence not in client.get("/curation/runs/").content.decode()
    bump_register_version()
    assert sentence in client.get("/curation/runs/").content.decode()
