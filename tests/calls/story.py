"""Small builders of calls for tests."""

import datetime
from itertools import count

from django.utils import timezone

from matching.calls.models import Call, CallRule, RuleCase
from tests.factories import make_topic

_numbers = count(1)
THREE = [
    {"key": "A", "country": "ES", "region": "ES51", "category": "more"},
    {"key": "B", "country": "FI", "region": "FI1C", "category": "transition"},
    {"key": "C", "country": "PL", "region": "PL22", "category": "less"},
]


def in_days(number: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=number)


def make_call(topics=(), **fields) -> Call:
    """A published call that closes in 40 days, unless said otherwise."""
    number = next(_numbers)
    values = {
        "slug": f"call-{number}",
        "title": f"Call {number:03}",
        "programme": "I3",
        "opens": in_days(-10),
        "closes": in_days(40),
        "is_published": True,
        "verification": "text",
        "source_url": "https://example.org/call",
    }
    call = Call.objects.create(**values | fields)
    call.topics.set([make_topic(code) for code in topics])
    return call


def make_rule(call: Call, kind: str = "min_partners", params=None, **fields):
    position = call.rules.count()
    values = {"params": params or {"n": 3}, "position": position}
    return CallRule.objects.create(call=call, kind=kind, **values | fields)


def make_case(call: Call, rule=None, partners=THREE, expected="met", **fields):
    values = {"name": f"Case {next(_numbers)}", "partners": partners}
    return RuleCase.objects.create(
        call=call, rule=rule, expected=expected, **values | fields
    )


def page_of(response) -> str:
    return response.content.decode()
