"""The steps of a match in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.outcomes.models import MatchEvent, Stage

# Who is named where only one side did it.
STEPS = {
    Stage.SHOWN: gettext_lazy("shown in the list of “%(title)s”"),
    Stage.OPENED: gettext_lazy("opened by people of “%(title)s”"),
    Stage.SHORTLISTED: gettext_lazy("shortlisted for “%(title)s”"),
    Stage.DISMISSED: gettext_lazy("dismissed for “%(title)s”"),
    Stage.INTRODUCED: gettext_lazy("“%(title)s” asked for an introduction"),
    Stage.ACCEPTED: gettext_lazy("the introduction was accepted"),
    Stage.DECLINED: gettext_lazy("the introduction was declined"),
    Stage.EXPIRED: gettext_lazy("the introduction was not answered in time"),
    Stage.WITHDRAWN: gettext_lazy("the introduction was withdrawn"),
    Stage.MET: gettext_lazy("both sides met"),
    Stage.PARTNERED: gettext_lazy("both sides became partners"),
    Stage.APPLIED: gettext_lazy("both sides applied for funding"),
    Stage.FUNDED: gettext_lazy("the joint application was funded"),
    Stage.REFUSED: gettext_lazy("the joint application was refused"),
}


def step_words(event: MatchEvent, title: str) -> str:
    """One step as a phrase; `title` is that of the profile that began it."""
    if event.what == Stage.SHOWN and event.rank:
        sentence = _("shown at rank %(rank)d in the list of “%(title)s”")
        return sentence % {"rank": event.rank, "title": title}
    return str(STEPS[Stage(event.what)]) % {"title": title}
