"""What the facts of a practice are chosen from."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PolicyStage(models.TextChoices):
    """How far the policy was when this was done, in the order of its life."""

    PREPARING = "preparing", _("preparing the policy")
    STARTING = "starting", _("starting up")
    RUNNING = "running", pgettext_lazy("stage of a policy", "running")
    EVALUATING = "evaluating", _("evaluating")
    RENEWING = "renewing", _("renewing or ending")


class CostBand(models.TextChoices):
    """What it cost in all, in euros; the honest state is that nobody knows."""

    UNDER_50K = "under-50k", _("less than €50,000")
    TO_250K = "50k-250k", _("€50,000 to €250,000")
    TO_1M = "250k-1m", _("€250,000 to €1 million")
    TO_5M = "1m-5m", _("€1 million to €5 million")
    TO_20M = "5m-20m", _("€5 million to €20 million")
    OVER_20M = "over-20m", _("more than €20 million")
    NOT_KNOWN = "not-known", pgettext_lazy("cost", "not known")


class Instrument(models.TextChoices):
    """With which kind of measure the policy acted."""

    STRATEGY = "strategy", _("strategy process and governance")
    MANAGEMENT = "management", _("support of cluster management")
    LABEL = "label", _("label, benchmark or training of clusters")
    PROJECTS = "projects", _("funding of joint projects")
    VOUCHERS = "vouchers", _("vouchers and small grants")
    INFRASTRUCTURE = "infrastructure", _("shared infrastructure or test bed")
    SKILLS = "skills", _("skills and training")
    START_UPS = "start-ups", _("start-ups and new firms")
    INTERNATIONAL = "international", _("internationalisation")
    COOPERATION = "cooperation", _("cooperation with other regions")
    FINANCE = "finance", _("loans, equity or guarantees")
    MONITORING = "monitoring", _("monitoring and evaluation")


class ResultState(models.TextChoices):
    """Whether it is known what came of it."""

    KNOWN = "known", _("a result is known")
    NOT_YET = "not-yet", _("no result known yet")
    NOT_STATED = "not-stated", _("no result found in the source")


class PracticeAct(models.TextChoices):
    """What somebody did with a practice."""

    LOADED = "loaded", _("added from a public source")
    CREATED = "created", _("began a draft")
    CHANGED = "changed", _("changed it")
    SUBMITTED = "submitted", _("submitted it")
    TAKEN_BACK = "taken-back", _("took it back")
    PUBLISHED = "published", _("published it")
    RETURNED = "returned", _("returned it")
    CONFIRMED = "confirmed", _("confirmed that it still holds")
    WITHDRAWN = "withdrawn", _("withdrew it")
