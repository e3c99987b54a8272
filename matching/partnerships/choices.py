"""The words of a partnership's life: what it is, how far it is, who belongs to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Origin(models.TextChoices):
    """Where a partnership began: here, or on a platform of before."""

    PORTAL = "portal", _("set up in this portal")
    HISTORICAL = "historical", _("known from public sources")


class Status(models.TextChoices):
    DRAFT = "draft", _("being prepared")
    ASSESSED = "assessed", _("under assessment")
    ACTIVE = "active", _("active")
    ENDED = "ended", _("ended")
    DECLINED = "declined", _("not accepted")
    HISTORICAL = "historical", _("historical")


# What everybody sees; the rest is seen by its people and by curators.
PUBLIC = (Status.ACTIVE, Status.ENDED, Status.HISTORICAL)
# What one can still join, leave and lead.
ALIVE = (Status.DRAFT, Status.ASSESSED, Status.ACTIVE)


class Phase(models.TextChoices):
    """How far the joint work is, in the order in which it usually goes."""

    SET_UP = "set_up", _("set-up")
    LEARN = "learn", _("learn")
    CONNECT = "connect", _("connect")
    DEMONSTRATE = "demonstrate", _("demonstrate")
    COMMERCIALISE = "commercialise", _("commercialise")
    SCALE_UP = "scale_up", _("scale up")


class MemberRole(models.TextChoices):
    LEAD = "lead", _("lead")
    MEMBER = "member", _("member")
    OBSERVER = "observer", _("observer")


class MemberState(models.TextChoices):
    INVITED = "invited", _("invited")
    ASKED = "asked", _("asks to join")
    ACTIVE = "active", _("takes part")
    LEFT = "left", _("has left")
    REMOVED = "removed", _("was removed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")


# A profile has one of these at a time in a partnership; the rest is its history.
PRESENT = (MemberState.INVITED, MemberState.ASKED, MemberState.ACTIVE)
WAITING = (MemberState.INVITED, MemberState.ASKED)


class ProposalKind(models.TextChoices):
    EXPRESSION = "expression", _("expression of interest")
    SCOPING = "scoping", _("scoping note")


class ProposalState(models.TextChoices):
    DRAFT = "draft", _("being written")
    SUBMITTED = "submitted", _("under assessment")
    RETURNED = "returned", _("returned for changes")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


DECIDED = (ProposalState.RETURNED, ProposalState.ACCEPTED, ProposalState.DECLINED)


class HandoverState(models.TextChoices):
    OFFERED = "offered", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("taken back")
