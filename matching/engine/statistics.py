"""How often topics and words occur, counted once and then held for a time.

The weight of a topic or a word depends on how many profiles use it. Were that counted
at every edit, one edit would change every score a little. So the counts belong to a
run: an edit is scored with the counts of the lists that it changes, and gives exactly
what a full run on the same counts gives.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from matching.engine.errors import EngineError
from matching.engine.reading import Reading
from matching.engine.spaces import TopicSpace


@dataclass(frozen=True)
class Statistics:
    """How many profiles there were, and how many used each topic and each word.

    `profile_count` stands behind the uses of topics, `text_count` behind words.
    """

    profile_count: int
    text_count: int
    topic_uses: Mapping[str, int] = field(default_factory=dict)
    word_uses: Mapping[str, int] = field(default_factory=dict)

    def applied_to(self, topics: TopicSpace) -> TopicSpace:
        """Return the topics with these counts instead of their own."""
        uses = {
            code: n for code, n in self.topic_uses.items() if code in topics.schemes
        }
        return replace(topics, uses=uses, profile_count=self.profile_count)

    def as_mapping(self) -> dict:
        """Return what `from_mapping` reads."""
        return {
            "profiles": self.profile_count,
            "texts": self.text_count,
            "topics": dict(self.topic_uses),
            "words": dict(self.word_uses),
        }

    @classmethod
    def from_mapping(cls, content: Mapping) -> "Statistics":
        """Read what `as_mapping` wrote; EngineError when it is something else."""
        try:
            return cls(
                profile_count=int(content["profiles"]),
                text_count=int(content["texts"]),
                topic_uses={str(k): int(n) for k, n in content["topics"].items()},
                word_uses={str(k): int(n) for k, n in content["words"].items()},
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise EngineError("statistics cannot be read") from error


def count_statistics(reading: Reading) -> Statistics:
    """Count words in what was read; topics are counted already."""
    topics, uses = reading.topics, np.zeros(len(reading.words), dtype=np.int64)
    for batch in reading.batches:
        uses += np.bincount(batch.words.values, minlength=len(uses))
    words = dict(zip(reading.words, uses.tolist(), strict=True))
    return Statistics(topics.profile_count, len(reading), dict(topics.uses), words)
