"""That a draft is too broad, in sentences."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.coach.breadth import Breadth


def breadth_words(breadth: Breadth) -> list[str]:
    """One sentence for each sign that it is; none if it is not."""
    found = []
    if breadth.spans_too_much:
        text = ngettext(
            "Its topics cover %(n)s division of economic activity; nine in ten"
            " priorities cover at most %(usual)s.",
            "Its topics cover %(n)s divisions of economic activity; nine in ten"
            " priorities cover at most %(usual)s.",
            breadth.divisions,
        )
        found.append(text % {"n": breadth.divisions, "usual": breadth.usual_divisions})
    if breadth.has_many_branches:
        text = ngettext(
            "Its topics belong to %(n)s branch; nine in ten priorities belong to at"
            " most %(usual)s.",
            "Its topics belong to %(n)s branches; nine in ten priorities belong to at"
            " most %(usual)s.",
            breadth.branches,
        )
        found.append(text % {"n": breadth.branches, "usual": breadth.usual_branches})
    if breadth.is_crowded:
        text = _(
            "In %(n)s of %(all)s regions somebody states nearly the same topics. Say"
            " what only you do."
        )
        found.append(text % {"n": breadth.alike_regions, "all": breadth.regions})
    return found
