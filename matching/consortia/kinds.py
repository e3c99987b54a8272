"""The words a consortium and its members are described with."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far a consortium is, in the order in which it goes on."""

    IDEA = "idea", _("idea")
    FORMING = "forming", _("forming")
    DRAFTING = "drafting", _("drafting")
    SUBMITTED = "submitted", _("submitted")
    FUNDED = "funded", _("funded")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Its composition can be changed as long as nothing was handed in.
CHANGEABLE = (Stage.IDEA, Stage.FORMING, Stage.DRAFTING)
# From these on it may be shown to everybody, where its lead wants that.
SHOWABLE = (Stage.SUBMITTED, Stage.FUNDED)


class Visibility(models.TextChoices):
    """Who reads it beside its members and the curators."""

    MEMBERS = "members", _("its members and the curators")
    PUBLIC = "public", _("everybody, once it is submitted")


class MemberState(models.TextChoices):
    """How a partner stands to the consortium."""

    CONSIDERED = "considered", _("considered")
    PINNED = "pinned", _("pinned")
    INVITED = "invited", _("invited")
    AGREED = "agreed", pgettext_lazy("member", "agreed")
    DECLINED = "declined", _("declined")
    LEFT = "left", _("left")
    EXCLUDED = "excluded", _("excluded")


# These make up the composition that is checked against the rules.
PRESENT = (
    MemberState.CONSIDERED,
    MemberState.PINNED,
    MemberState.INVITED,
    MemberState.AGREED,
)
# A proposal keeps them: they were pinned, or they have been asked already.
FIXED = (MemberState.PINNED, MemberState.INVITED, MemberState.AGREED)


class Actor(models.TextChoices):
    """What kind of organisation a partner is; the values of the rules."""

    AUTHORITY = "authority", _("public authority")
    CLUSTER = "cluster", _("cluster organisation")
    RESEARCH = "research", _("research or education")
    COMPANY = "company", _("company")
    OTHER = "other", _("other organisation")


class Role(models.TextChoices):
    """What a partner does in the project; a call may ask for further ones."""

    TECHNOLOGY = "technology_provider", _("brings the technology")
    PILOT_SITE = "pilot_site", _("pilot site")
    END_USER = "end_user", _("end user")
    POLICY = "policy_authority", _("responsible for the policy instrument")
    INVESTOR = "investor", _("investor")
    COMMUNICATION = "communication", _("makes results known")
    ASSOCIATED = "associated", _("associated partner")
