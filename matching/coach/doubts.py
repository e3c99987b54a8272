"""That a record is too broad, said again when it is submitted and to its curator."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from matching import queries
from matching.coach.breadth import breadth_of_topics, usual_breadth
from matching.coach.reading import read_draft
from matching.features import (
    Change,
    DraftInput,
    can_score_now,
    current_index,
    draft_profile,
    standings_of,
)
from matching.wording_breadth import breadth_words
from portal.web.versioned import data_version
from regions.editing.documents import Document
from regions.editing.doubts import BROAD, Doubt
from regions.editing.values import values_of
from regions.models import Owned, Profile
from regions.queries.vocabulary import Vocabulary, vocabulary


def broad_doubts(
    records: Sequence[Owned], documents: Mapping[tuple[str, int], Document]
) -> list[Doubt]:
    """What the coach says beside the form of each profile, if it is too broad.

    Before the first scoring, or in a register that is too large to be read now, only
    its topics are looked at, and not how many others state the same.
    """
    profiles = [one for one in records if isinstance(one, Profile)]
    if not profiles:
        return []
    run, words = queries.current_run(), vocabulary()
    usual = usual_breadth(data_version())
    index = current_index() if run is not None and can_score_now() else None
    found = []
    for one in profiles:
        draft = _draft(one, documents[one.record_kind, one.pk], words)
        standing = None
        if run is not None and index is not None and draft.topics:
            (standing,) = standings_of(
                index, draft_profile(draft), [Change()], run.weights
            )
        breadth = breadth_of_topics(draft.topics, standing, words, usual)
        texts = breadth_words(breadth)
        found += [Doubt(one, BROAD, text, "field-topics") for text in texts]
    return found


def _draft(record: Profile, document: Document, words: Vocabulary) -> DraftInput:
    data: Any = QueryDict(mutable=True)
    for name, texts in values_of(document).items():
        data.setlist(name, texts)
    return read_draft(data, words, QueryDict(), record)
