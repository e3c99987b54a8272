"""Experience: what a region's known projects have to do with a profile's theme.

A project is read like a profile: its topics and words are compared with those of
every profile, a(i, p) = (focus + words) / 2, an unknown half counting 0. A region's
experience in the theme of profile i is then e(i, r) = sum of g(p) m(r, p) a(i, p).
"""

import numpy as np

from matching.engine.errors import refuse
from matching.engine.reading import Reading, read_profiles
from matching.engine.regions import NOWHERE
from matching.engine.rows import Rows
from matching.engine.spaces import RegionSpace, TopicSpace
from matching.engine.topics import mask_weights
from matching.engine.types import ProfileInput

AT_ONCE = 2_000  # profiles whose products are spread out at a time
_MASK_WEIGHTS = mask_weights()


def read_projects(topics: TopicSpace, regions: RegionSpace) -> Reading:
    """Read the known projects as profiles that belong nowhere, in their order.

    Raises EngineError for a topic that does not exist.
    """
    for one in regions.projects:
        for code in one.topics:
            if code not in topics.schemes:
                fault = f"unknown topic {code!r}"
                raise refuse(f"project {one.key}", "topics", fault)
    projects = (
        ProfileInput(key=place, region=NOWHERE, topics=one.topics, texts=one.texts)
        for place, one in enumerate(regions.projects)
    )
    return read_profiles(projects, topics, regions)


def likeness(rows: Rows, projects: Rows) -> np.ndarray:
    """Return a(i, p) in [0, 1] of n profiles and the known projects, (n, projects)."""
    found = np.empty((len(rows.keys), len(projects.keys)))
    # Profiles may know words that came with an edit; the projects have none of them.
    shared = projects.words.shape[1]
    their_focus, their_words = projects.focus.T, projects.words.T
    for first in range(0, len(found), AT_ONCE):
        some = slice(first, first + AT_ONCE)
        common = rows.schemes[some, None] & projects.schemes
        focus = (rows.focus[some] @ their_focus).toarray() / _MASK_WEIGHTS[common]
        words = (rows.words[some, :shared] @ their_words).toarray()
        both = np.minimum(np.nan_to_num(focus, nan=0.0), 1) + np.minimum(words, 1)
        found[some] = both / 2
    return found
