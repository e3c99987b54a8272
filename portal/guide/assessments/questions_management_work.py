"""A cluster’s management, second half: what it does, with whom, and what of it.

A question keeps its key as long as it asks the same: see `questionnaires.py`.
"""

from django.utils.translation import gettext_lazy as _

from portal.guide.assessments.shapes import Dimension, Question

WORK = (
    Dimension(
        key="services",
        chapter="instruments",
        title=_("Services and projects"),
        short=_("Services"),
        about=_("What members get from the cluster."),
        questions=(
            Question(
                "needs",
                _("How do you know what members need?"),
                (
                    _("The offers follow what funders ask for."),
                    _("From single talks."),
                    _("From a survey every few years."),
                    _("From visits and a yearly survey, after which offers change."),
                    _(
                        "As before; offers fit groups of members, and what nobody uses"
                        " ends."
                    ),
                ),
            ),
            Question(
                "projects",
                _("What becomes of joint projects of members?"),
                (
                    _("There are none."),
                    _("Ideas come up, but nobody follows them."),
                    _("The management helps with applications."),
                    _(
                        "The management brings partners together, helps with"
                        " applications and follows projects to the end."
                    ),
                    _(
                        "As before; projects have led to products, orders or"
                        " investments that one can name."
                    ),
                ),
            ),
            Question(
                "resources",
                _("How do members get at knowledge, laboratories and data?"),
                (
                    _("They see to it themselves."),
                    _("The management knows some addresses."),
                    _("There is a list of facilities and experts."),
                    _("The management arranges access, on clear terms."),
                    _(
                        "As before; members share facilities or data, or invest"
                        " together."
                    ),
                ),
                chapter="sharing-infrastructures",
            ),
        ),
    ),
    Dimension(
        key="cooperation",
        chapter="cooperation",
        title=_("Cooperation and internationalisation"),
        short=_("Cooperation"),
        about=_("With whom the cluster works, at home and abroad."),
        questions=(
            Question(
                "clusters",
                _("How do you work with other clusters?"),
                (
                    _("Not at all."),
                    _("We know each other from events."),
                    _("There are single joint events or projects."),
                    _(
                        "There are agreements with clusters that complement our"
                        " strengths, with yearly plans."
                    ),
                    _(
                        "As before; members of both sides do business or research"
                        " together."
                    ),
                ),
            ),
            Question(
                "markets",
                _("How do you help members abroad?"),
                (
                    _("Not at all."),
                    _("We pass on invitations."),
                    _("We visit fairs together now and then."),
                    _("We have a plan for a few target markets, with partners there."),
                    _("As before; contracts or projects of small members came of it."),
                ),
                chapter="internationalisation",
            ),
            Question(
                "policy",
                _("How do you work with the region and its strategy?"),
                (
                    _("There is no contact."),
                    _("Contact is limited to applications and reports."),
                    _("The cluster is heard when strategies are made."),
                    _(
                        "The cluster works for named priorities and speaks with the"
                        " region regularly."
                    ),
                    _(
                        "As before; what the cluster found out has changed priorities"
                        " or programmes."
                    ),
                ),
                chapter="smart-specialisation",
            ),
        ),
    ),
    Dimension(
        key="results",
        chapter="monitoring-and-evaluation",
        title=_("Visibility and results"),
        short=_("Results"),
        about=_("What others see of the cluster, and what it achieves."),
        questions=(
            Question(
                "visibility",
                _("How do others learn about the cluster?"),
                (
                    _("Hardly at all."),
                    _("By a web page that is rarely renewed."),
                    _("By a current web page and news; the members are listed."),
                    _("By a plan for each audience, in a second language too."),
                    _(
                        "As before; others come of their own accord, and it is measured"
                        " what works."
                    ),
                ),
            ),
            Question(
                "indicators",
                _("How do you measure what the cluster achieves?"),
                (
                    _("Not at all."),
                    _("We count events and participants."),
                    _("We report on activities and projects every year."),
                    _("We collect a few indicators of benefit for members every year."),
                    _(
                        "As before; with starting values and targets, and compared with"
                        " other clusters."
                    ),
                ),
            ),
            Question(
                "benefit",
                _("What do members say about the benefit?"),
                (
                    _("Nobody has asked them."),
                    _("There is some feedback after events."),
                    _("There is a survey every few years."),
                    _("There is a yearly survey, and the board discusses its results."),
                    _(
                        "As before; members read the results together with what will"
                        " change."
                    ),
                ),
            ),
        ),
    ),
)
