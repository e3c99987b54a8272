"""Experience: what a region's known projects have to do with a profile's theme.

A project is read like a profile: its topics and words are compared with those of
every profile, a(i, p) = (focus + words) / 2, an unknown half counting 0. A region's
experience in the theme of profile i is then e(i, r) = sum of g(p) m(r, p) a(i, p).
"""

import numpy as np

from matching.engine.rows import Rows, Vocabulary, encode
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.topics import mask_weights
from matching.engine.types import ProfileInput

_MASK_WEIGHTS = mask_weights()


def project_rows(
    topics: TopicSpace, regions: RegionSpace, vocabulary: Vocabulary
) -> Rows:
    """Return the known projects as rows, in their order."""
    projects = tuple(
        ProfileInput(key=place, region="", topics=one.topics, texts=one.texts)
        for place, one in enumerate(regions.projects)
    )
    return encode(projects, topics, regions, vocabulary)


def likeness(rows: Rows, projects: Rows) -> np.ndarray:
    """Return a(i, p) in [0, 1] of n profiles and the known projects, (n, projects)."""
    common = rows.schemes[:, None] & projects.schemes
    focus = (rows.focus @ projects.focus.T).toarray() / _MASK_WEIGHTS[common]
    # Profiles may know words that came with an edit; the projects have none of them.
    shared = projects.words.shape[1]
    words = (rows.words[:, :shared] @ projects.words.T).toarray()
    both = np.minimum(np.nan_to_num(focus, nan=0.0), 1) + np.minimum(words, 1)
    return both / 2
