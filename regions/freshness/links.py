"""Links in mails that confirm with one click: signed, and of no use for anything else.

A link is bound to a person, to records and to the day from which each is counted: once
a record is confirmed, the link does no more for it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from regions.models import Owned, RecordKind

DAYS = 30
# So many records in one mail keep its link below what servers and programs take.
MOST_RECORDS = 60
_SALT = "regions.freshness.confirm"
_START = datetime(1970, 1, 1, tzinfo=UTC)
_SHORT = {kind[:1]: kind for kind in RecordKind.values}


class LinkForged(Exception):
    """Nobody here made this link, or a part of it is missing."""


class LinkExpired(Exception):
    """The link is older than DAYS."""


@dataclass(frozen=True)
class Link:
    """What a link says: whose it is, and per record (kind, key) when it was counted."""

    person_id: int
    counted: dict[tuple[str, int], int]
    digest: str

    def is_open_for(self, record: Owned) -> bool:
        """Whether nobody has confirmed the record since the link was made."""
        known = self.counted.get((record.record_kind, record.pk))
        return known == _moment(record.counted_from)


def make_token(person_id: int, records: Iterable[Owned]) -> str:
    """The signed part of the address that confirms these records for this person."""
    rows = [[one.record_kind[:1], one.pk, _moment(one.counted_from)] for one in records]
    return signing.dumps([person_id, rows], salt=_SALT, compress=True)


def read_token(token: str) -> Link:
    """Read a token; LinkExpired after 30 days, LinkForged for any other text."""
    try:
        person_id, rows = signing.loads(token, salt=_SALT, max_age=timedelta(days=DAYS))
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except signing.BadSignature as error:
        raise LinkForged from error
    counted = {(_SHORT[kind], key): moment for kind, key, moment in rows}
    digest = hashlib.sha256(token.encode()).hexdigest()
    return Link(person_id, counted, digest)


def _moment(value: datetime) -> int:
    """Microseconds: exact in every database, and shorter than a date in words."""
    return (value - _START) // timedelta(microseconds=1)
