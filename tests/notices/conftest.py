"""Kinds of notices that are there for a test only, and notices of them."""

import datetime
from collections.abc import Mapping
from itertools import count
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from portal.notices import kinds
from portal.notices.kinds import Kind, Words, register_kind
from portal.notices.models import Notice
from tests.factories import make_person

_numbers = count(1)


def worded(facts: Mapping[str, Any]) -> Words:
    """Words that are in all languages of the portal already."""
    return Words(f"{gettext('Regions')} {facts['number']}", facts.get("text", ""))


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch):
    """Three kinds in two groups, in the place of the portal's."""
    monkeypatch.setattr(kinds, "_kinds", {})
    for name, group, label, pace in (
        ("asked", "talks", gettext_lazy("Clusters"), "now"),
        ("reminded", "talks", gettext_lazy("Clusters"), "daily"),
        ("changed", "follows", gettext_lazy("Facilities"), "daily"),
    ):
        register_kind(Kind(name, group, label, worded, pace))


@pytest.fixture
def reader():
    return make_person("reader")


@pytest.fixture
def other():
    return make_person("other")


@pytest.fixture
def as_reader(client, reader):
    client.force_login(reader)
    return client


def make_notice(user, kind: str = "changed", days: float = 0, **fields) -> Notice:
    """A notice that was told so many days ago."""
    number = next(_numbers)
    values = {
        "key": f"occasion:{number}",
        "facts": {"number": number},
        "path": f"/clusters/?page={number}",
        "created_at": timezone.now() - datetime.timedelta(days=days),
    }
    return Notice.objects.create(user=user, kind=kind, **values | fields)


def title_of(notice: Notice) -> str:
    return f"Regions {notice.facts['number']}"
