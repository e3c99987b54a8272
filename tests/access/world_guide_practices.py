"""Practices of the world: all of region ES51."""

from portal.guide.practices.models import Practice


def tell_practices(world) -> None:
    """Add `practice` (published), `waiting_practice` and `practice_draft`."""
    region = world.strategy.region
    for name, status in (
        ("practice", "published"),
        ("waiting_practice", "submitted"),
        ("practice_draft", "draft"),
    ):
        one = Practice.objects.create(
            slug=name.replace("_", "-"),
            title=name,
            language="en",
            region=region,
            owner_region=region,
            status=status,
        )
        setattr(world, name, one)
