"""How rows of other rooms name a person."""

from typing import Any

from django.conf import settings
from django.db import models


def person_link(words: Any, **options: Any) -> models.ForeignKey:
    """A link to a person that does not outlive the person; the row stays.

    `options` are the field's own, such as `related_name` or `editable`.
    """
    values: dict[str, Any] = {
        "verbose_name": words,
        "on_delete": models.SET_NULL,
        "null": True,
        "blank": True,
        "related_name": "+",
    }
    return models.ForeignKey(settings.AUTH_USER_MODEL, **(values | options))
