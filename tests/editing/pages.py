"""What tests of the form pages share: people, and sending a form as a browser does."""

import re
from html import unescape

from regions.editing.documents import document_of
from regions.editing.values import values_of
from tests import factories


def make_people() -> dict:
    """One of each kind; the reader may read the region's records and not write them."""
    people = {
        "owner": factories.make_person("owner", region="ES51"),
        "editor": factories.make_person("editor", region="ES51"),
        "reader": factories.make_person("reader", region="ES51"),
        "colleague": factories.make_person("colleague", region="FI1C"),
        "curator": factories.make_person("curator", is_staff=True),
    }
    people["owner"].mandates.update(role="owner")
    people["reader"].mandates.update(role="reader")
    return people


def form_data(record, **changes) -> dict:
    """What a browser sends of a record's form, with these values instead."""
    values = values_of(document_of(record)) | {"_base_version": [str(record.version)]}
    return values | {
        name: [value] if isinstance(value, str) else value
        for name, value in changes.items()
    }


def hidden_fields(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page, as its form would send them."""
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input type=\"hidden\"[^>]*>", page):
        pair = re.search(r'name="([^"]*)" value="([^"]*)"', tag)
        if pair and pair[1] != "csrfmiddlewaretoken":
            fields.setdefault(pair[1], []).append(unescape(pair[2]))
    return fields
