"""Which state of the register this is."""

from regions.models import RegisterVersion


def register_version() -> str:
    """The number of the register's present state; it grows with every write."""
    number = RegisterVersion.objects.values_list("number", flat=True).first()
    return str(number or 0)


def has_changed_widely_since(version: str) -> bool:
    """Whether more than single profiles, each told of, has changed since this state."""
    wide = RegisterVersion.objects.values_list("wide_number", flat=True).first()
    return (wide or 0) > int(version or 0)
