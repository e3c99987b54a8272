"""A consortium of the world: the priority leads, the cluster has agreed."""

from matching.consortia.models import Consortium, ConsortiumMember


def form_consortium(world) -> None:
    """Add `consortium`, `consortium_member` and `consortium_outsider`."""
    world.consortium = Consortium.objects.create(
        slug="cells", title="Cells", call=world.call, lead=world.priority
    )
    rows = {"consortium": world.consortium, "state": "agreed"}
    ConsortiumMember.objects.create(profile=world.priority, is_coordinator=True, **rows)
    world.consortium_member = ConsortiumMember.objects.create(
        profile=world.cluster, **rows
    )
    world.consortium_outsider = ConsortiumMember.objects.create(
        name="Acme", country="IE", actor="company", **rows
    )
