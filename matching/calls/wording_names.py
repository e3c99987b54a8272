"""What kinds of rules, their parameters and choices are called in forms and lists."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "min_partners": _("Least number of partners"),
    "max_partners": _("Largest number of partners"),
    "min_regions": _("Least number of regions"),
    "min_countries": _("Least number of countries"),
    "min_from": _("Partners in regions of certain categories"),
    "eligible_countries": _("Eligible countries"),
    "min_areas": _("Least number of areas of a programme"),
    "min_actor": _("Partners of certain kinds of organisation"),
    "min_actor_share": _("Part of the partners of certain kinds of organisation"),
    "max_share_of_country": _("Largest part of the partners from one country"),
    "topics_any": _("Partners with the topics of the call"),
    "min_role": _("Partners in a certain role"),
    "coordinator_actor": _("Kind of organisation of the coordinator"),
    "coordinator_category": _("Category of the coordinator’s region"),
    "min_share": _("Least share of the budget for categories of regions"),
    "max_share": _("Largest share of the budget"),
    "min_trl": _("Least technology readiness level"),
    "grant_range": _("Size of the grant"),
    "duration_range": _("Duration of the project"),
}
PARAMS = {
    "n": _("Number"),
    "among": _("Which countries count"),
    "of": _("What is counted"),
    "countries": _("Countries"),
    "categories": _("Categories of regions"),
    "outermost": _("Outermost regions count too"),
    "areas": _("Areas"),
    "actors": _("Kinds of organisation"),
    "nonprofit": _("Non-profit only"),
    "share": _("Share in percent"),
    "topics": _("Topics"),
    "role": _("Role"),
    "trl": _("Technology readiness level"),
    "low": _("At least"),
    "high": _("At most"),
}
CHOICES = {
    "any": _("all countries"),
    "eu": _("member states of the European Union"),
    "listed": _("only those listed below"),
    "partners": _("partners"),
    "regions": _("regions"),
    "countries": _("countries"),
    "partner": _("each partner"),
    "country": _("each country"),
    "categories": _("all partners in these categories together"),
}
