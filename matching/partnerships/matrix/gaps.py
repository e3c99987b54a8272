"""What a partnership lacks: needs nobody meets, stages and topics nobody covers."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from matching.features import Sought, can_score_now
from matching.partnerships.matrix.fillers import with_fillers
from matching.partnerships.matrix.reading import Matrix, Thing
from matching.partnerships.matrix.shapes import Gap, GapKind, Gaps
from matching.partnerships.models import Partnership
from matching.queries import topic_sets
from regions.models import Stage, Topic
from regions.queries.vocabulary import Vocabulary

# For so many gaps it is asked who outside could fill them.
MOST_ASKED = 20
# Where the partnership names no topics, those that so many members share are its theme.
THEME_SHARE = 0.5
MOST_THEME_TOPICS = 6


def find_gaps(
    user: Any, partnership: Partnership, matrix: Matrix, words: Vocabulary
) -> Gaps:
    """What the members lack, and for the first gaps who outside could fill each.

    A fixed number of queries, however many members and gaps there are.
    """
    if matrix.is_empty:
        return Gaps()
    keys = [one.pk for one in matrix.members]
    sets = topic_sets(keys)
    named = list(partnership.topics.order_by("pk"))
    theme = _theme(named, sets)
    stages = {stage for one in matrix.members for stage in one.stages}
    gaps = [
        *_stage_gaps(stages, theme),
        *_topic_gaps(named, sets, words),
        *_need_gaps(matrix, theme),
    ]
    can_ask = can_score_now()
    if can_ask:
        asked = with_fillers(user, gaps[:MOST_ASKED], matrix, words)
        gaps = [*asked, *gaps[MOST_ASKED:]]
    return Gaps(
        needs=[one for one in gaps if one.kind == GapKind.NEED],
        stages=[one for one in gaps if one.kind == GapKind.STAGE],
        topics=[one for one in gaps if one.kind == GapKind.TOPIC],
        stages_unknown=not stages,
        can_ask=can_ask,
    )


def _theme(named: Sequence[Topic], sets: Sequence[set[str]]) -> tuple[str, ...]:
    """The partnership's topics, or else those that most members share."""
    if named:
        return tuple(topic.pk for topic in named)
    counts = Counter(code for own in sets for code in own)
    common = [code for code, n in counts.items() if n >= THEME_SHARE * len(sets)]
    common.sort(key=lambda code: (-counts[code], code))
    return tuple(sorted(common[:MOST_THEME_TOPICS]))


def _stage_gaps(covered: set[Any], theme: tuple[str, ...]) -> list[Gap]:
    """The stages that nobody covers; none where nobody states any."""
    if not covered:
        return []
    have = set(map(str, covered))
    return [
        # It states all other stages, so that only this one counts as brought.
        Gap(
            GapKind.STAGE,
            str(stage.label),
            Sought(
                ("chain", "focus"),
                theme,
                stages=tuple(str(one) for one in Stage if one != stage),
            ),
            code=str(stage),
        )
        for stage in Stage
        if str(stage) not in have
    ]


def _topic_gaps(
    named: Sequence[Topic], sets: Sequence[set[str]], words: Vocabulary
) -> list[Gap]:
    """The topics of the theme that no member has, nor a narrower one."""
    covered = set().union(*sets)
    return [
        Gap(GapKind.TOPIC, topic.label, Sought(("focus",), (topic.pk,)), code=topic.pk)
        for topic in named
        if not covered & words.with_descendants([topic.pk])
    ]


def _need_gaps(matrix: Matrix, theme: tuple[str, ...]) -> list[Gap]:
    """Needs that nobody meets, the same of several members as one; stated ones first,
    then what most members need."""
    groups: dict[tuple, list[Thing]] = defaultdict(list)
    for one in matrix.unmet:
        groups[str(one.item.kind), one.codes, one.item.text].append(one)
    nearly = matrix.nearly_met
    gaps = [
        Gap(
            GapKind.NEED,
            needs[0].text,
            Sought(("receive",), theme, need=(kind, codes)),
            tuple(needs),
            is_nearly_met=any(one.item.pk in nearly for one in needs),
        )
        for (kind, codes, _text), needs in groups.items()
    ]
    return sorted(
        gaps, key=lambda one: (one.is_derived, -len(one.needs), one.label.lower())
    )
