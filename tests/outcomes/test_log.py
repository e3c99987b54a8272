"""The log: appended once, never changed, about organisations and not about people."""

import pytest
from django.db import IntegrityError, connection, transaction

from matching.outcomes.models import MatchEvent, Stage
from matching.outcomes.services import note_outcome, note_outcomes
from portal.accounts.models import User
from portal.accounts.services import delete_account
from regions.models import Profile
from regions.moderation.merge_services import merge_records
from regions.moderation.merging import field_choices
from tests import factories
from tests.outcomes.conftest import noted

pytestmark = pytest.mark.django_db
TABLE = MatchEvent._meta.db_table
MOVING = {"profile", "partner"}
WRITTEN = [f for f in MatchEvent._meta.concrete_fields if f.name not in MOVING]


def refused(sql: str) -> bool:
    """Whether the database itself refuses this, whoever asks it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except IntegrityError as error:
        return "append-only" in str(error)
    return False


def test_event_holds_what_statistics_count_by(lists, profile, partner):
    note_outcome(what=Stage.OPENED, profile=profile, partner=partner)
    event = MatchEvent.objects.get()
    assert (event.country, event.partner_country) == ("ES", "FI")
    assert (event.cohesion, event.partner_cohesion) == ("more", "")
    assert (event.theme, event.kind, event.rank) == ("C", "alike", 1)
    low, high = sorted((profile.pk, partner.pk))
    assert event.pair == f"{low}:{high}"


def test_occasion_is_noted_once(lists, profile, partner, third):
    both = [partner, third]
    assert note_outcomes(what="shown", profile=profile, partners=both[:1]) == 1
    assert note_outcomes(what="shown", profile=profile, partners=both) == 1
    assert note_outcomes(what="shown", profile=profile, partners=both) == 0
    assert noted() == [
        ("shown", profile.pk, partner.pk, 1),
        ("shown", profile.pk, third.pk, 2),
    ]


def test_private_steps_belong_to_a_side_and_joint_ones_to_the_pair(profile, partner):
    for what in (Stage.OPENED, Stage.MET):
        note_outcome(what=what, profile=profile, partner=partner)
        note_outcome(what=what, profile=partner, partner=profile)
    assert noted() == [
        ("opened", profile.pk, partner.pk, None),
        ("opened", partner.pk, profile.pk, None),
        ("met", profile.pk, partner.pk, None),
    ]


def test_another_occasion_is_another_event(profile, partner):
    for occasion in ("introduction:1", "introduction:2", "introduction:1"):
        note_outcome(
            what=Stage.MET, profile=profile, partner=partner, occasion=occasion
        )
    assert MatchEvent.objects.count() == 2


@pytest.mark.parametrize("field", WRITTEN, ids=lambda field: field.name)
def test_database_refuses_to_change_a_field(profile, partner, field):
    note_outcome(what=Stage.MET, profile=profile, partner=partner)
    assert refused(f"UPDATE {TABLE} SET {field.column} = {field.column}")


def test_database_refuses_to_delete(profile, partner):
    note_outcome(what=Stage.MET, profile=profile, partner=partner)
    assert refused(f"DELETE FROM {TABLE}")
    assert MatchEvent.objects.count() == 1


def test_django_refuses_to_change_or_delete(profile, partner):
    note_outcome(what=Stage.MET, profile=profile, partner=partner)
    event = MatchEvent.objects.get()
    for act in (
        event.save,
        event.delete,
        MatchEvent.objects.all().delete,
        lambda: MatchEvent.objects.update(reason="x"),
    ):
        with pytest.raises(TypeError, match="append-only"):
            act()


def test_deleted_profile_leaves_the_statistics(profile, partner):
    note_outcome(what=Stage.MET, profile=profile, partner=partner)
    before = MatchEvent.objects.values("pair", "country", "partner_country").get()
    Profile.objects.get(pk=partner.pk).delete()
    assert noted() == [("met", profile.pk, None, None)]
    assert MatchEvent.objects.values(*before).get() == before


def test_events_follow_a_merger(profile, third, curator):
    twin = factories.make_cluster("DE21", ["10"], title="Bread 2", slug="bread-2")
    note_outcome(what=Stage.SHOWN, profile=profile, partner=twin)
    note_outcome(what=Stage.OPENED, profile=twin, partner=profile)
    note_outcome(what=Stage.SHOWN, profile=twin, partner=third)
    factories.renew()
    chosen = {one.field: one.proposed for one in field_choices(third, twin)}
    merge_records(kept=third, gone=twin, chosen=chosen, by=curator)
    assert noted() == [
        ("shown", profile.pk, third.pk, None),
        ("opened", third.pk, profile.pk, None),
        ("shown", third.pk, None, None),
    ]
    assert not note_outcome(what=Stage.SHOWN, profile=profile, partner=third)


def test_account_that_is_deleted_leaves_the_log_as_it_was(
    client, lists, profile, partner, owner
):
    client.force_login(owner)
    client.get(f"/matches/{profile.slug}/{partner.slug}/")
    before = list(MatchEvent.objects.values())
    assert len(before) == 1
    delete_account(user=owner, leaves_ownerless=True)
    assert not User.objects.filter(pk=owner.pk).exists()
    assert list(MatchEvent.objects.values()) == before


def test_no_field_leads_to_a_person():
    related = {f.related_model for f in MatchEvent._meta.get_fields() if f.is_relation}
    assert related == {Profile}
    free = [
        field.name
        for field in MatchEvent._meta.concrete_fields
        if field.get_internal_type() in ("TextField", "JSONField", "BinaryField")
    ]
    assert free == []
