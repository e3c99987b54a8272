"""At which pace people want notices by mail: chosen by group, or the kind's own."""

from collections.abc import Iterable, Mapping

from portal.notices.kinds import Kind
from portal.notices.models import NoticeChoice

Chosen = Mapping[tuple[int, str], str]


def chosen_paces(person_ids: Iterable[int]) -> Chosen:
    """What these people have chosen, by person and group; one query."""
    rows = NoticeChoice.objects.filter(user__in=list(person_ids))
    return {
        (person_id, group): pace
        for person_id, group, pace in rows.values_list("user", "group", "pace")
    }


def pace_of(person_id: int, kind: Kind, chosen: Chosen) -> str:
    """The pace at which this person gets notices of this kind."""
    return chosen.get((person_id, kind.group), kind.pace)
