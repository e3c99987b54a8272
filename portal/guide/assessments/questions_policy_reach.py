"""A region’s cluster policy, second half: whom it reaches and what it learns.

A question keeps its key as long as it asks the same: see `questionnaires.py`.
"""

from django.utils.translation import gettext_lazy as _

from portal.guide.assessments.shapes import Dimension, Question

REACH = (
    Dimension(
        key="cooperation",
        chapter="cooperation",
        title=_("Cooperation across regions"),
        short=_("Cooperation"),
        about=_("With whom the region works, and what comes of it."),
        questions=(
            Question(
                "partners",
                _("How do you find partner regions?"),
                (
                    _("We look for none."),
                    _("Contacts come by chance or through single persons."),
                    _("Partners are sought when a call asks for them."),
                    _(
                        "We know which gaps in the value chain partners should fill,"
                        " and seek them for that."
                    ),
                    _(
                        "As before; complementary partners stay together over several"
                        " calls, also without funding."
                    ),
                ),
            ),
            Question(
                "joint-work",
                _("What do you do together with other regions?"),
                (
                    _("Nothing."),
                    _("People meet at conferences and exchange experience."),
                    _("Joint projects study or plan something."),
                    _(
                        "Firms of several regions test, build or sell something"
                        " together."
                    ),
                    _(
                        "As before; joint investments, pilot lines or offers go on"
                        " after the projects end."
                    ),
                ),
            ),
            Question(
                "joint-funding",
                _("Can money of your region be used together with other regions?"),
                (
                    _("Rules forbid it, or nobody has asked."),
                    _("It would be allowed, but nobody knows how."),
                    _("It has been done once, with much effort."),
                    _(
                        "There is a known way, such as calls with a common date or a"
                        " reserve for joint projects."
                    ),
                    _(
                        "As before; it is used every year, and each region pays its"
                        " part by an agreed procedure."
                    ),
                ),
                chapter="financing",
            ),
        ),
    ),
    Dimension(
        key="internationalisation",
        chapter="internationalisation",
        title=_("Internationalisation"),
        short=_("Abroad"),
        about=_("How cluster firms get to markets and knowledge abroad."),
        questions=(
            Question(
                "markets",
                _("How does the policy help cluster firms to reach markets abroad?"),
                (
                    _("Not at all."),
                    _("By single trips or fairs, chosen by chance."),
                    _(
                        "By a programme of fairs and missions that knows nothing of the"
                        " clusters."
                    ),
                    _(
                        "Clusters and export promotion plan together which markets fit"
                        " which firms."
                    ),
                    _(
                        "As before; small firms get help from the first idea to the"
                        " first contract, and results are followed up."
                    ),
                ),
            ),
            Question(
                "networks",
                _("How is your region present in European networks and partnerships?"),
                (
                    _("It takes part in none."),
                    _("It is a member of some, but does not take part."),
                    _("It takes part, but what is learnt stays with few people."),
                    _(
                        "It takes part in a few that fit its priorities, and passes on"
                        " what it learns."
                    ),
                    _(
                        "As before; it leads or shapes some of them, and its clusters"
                        " use the contacts."
                    ),
                ),
            ),
            Question(
                "attraction",
                _(
                    "How do clusters help to win people, investors and partners from"
                    " abroad?"
                ),
                (
                    _("There is no such work."),
                    _("The region advertises itself; clusters do not appear."),
                    _("Clusters are named in what the region says of itself."),
                    _(
                        "Agencies and clusters look on purpose for those who close"
                        " known gaps."
                    ),
                    _(
                        "As before; newcomers from abroad are introduced to the cluster"
                        " and accompanied for years."
                    ),
                ),
            ),
        ),
    ),
    Dimension(
        key="evaluation",
        chapter="monitoring-and-evaluation",
        title=_("Monitoring and evaluation"),
        short=_("Evaluation"),
        about=_("How you know what works, and what follows from it."),
        questions=(
            Question(
                "monitoring",
                _("Which data do you collect on clusters?"),
                (
                    _("None."),
                    _("Money spent and number of events."),
                    _(
                        "Clusters report on activities and members, each in its own"
                        " way."
                    ),
                    _(
                        "A few agreed indicators with starting values, collected every"
                        " year in the same way."
                    ),
                    _(
                        "As before; they are linked to statistics on firms, and"
                        " clusters themselves use the results."
                    ),
                ),
            ),
            Question(
                "effects",
                _("How do you find out what the policy has brought about?"),
                (
                    _("Nobody asks."),
                    _("Participants are asked whether they are content."),
                    _("A report at the end of a programme describes what was done."),
                    _(
                        "Independent evaluations, planned from the start, look at what"
                        " changed for firms."
                    ),
                    _(
                        "As before; supported firms are compared with similar ones"
                        " without support, or cause and effect are tested in another"
                        " sound way."
                    ),
                ),
            ),
            Question(
                "learning",
                _("What happens with the findings?"),
                (
                    _("There are none, or nobody reads them."),
                    _("They are filed."),
                    _("They are discussed inside the administration."),
                    _("They are published, and it is said what will change."),
                    _(
                        "As before; they have changed or ended measures, and everybody"
                        " can follow that."
                    ),
                ),
            ),
        ),
    ),
    Dimension(
        key="openness",
        chapter="sharing-infrastructures",
        title=_("Skills, facilities and newcomers"),
        short=_("Openness"),
        about=_(
            "Whether people and firms find what they need, also those who come new."
        ),
        questions=(
            Question(
                "skills",
                _("How do clusters help with the skills that firms need?"),
                (
                    _("Skills are no topic of cluster policy."),
                    _("Shortages are known from single talks."),
                    _(
                        "Clusters have named the shortages, and schools and"
                        " universities know of them."
                    ),
                    _(
                        "Clusters and training providers have set up or changed courses"
                        " together."
                    ),
                    _(
                        "As before; needs are looked at years ahead, and groups that"
                        " are hard to reach are invited on purpose."
                    ),
                ),
                chapter="what-makes-clusters-succeed",
            ),
            Question(
                "facilities",
                _("How can small firms use laboratories, pilot lines and test beds?"),
                (
                    _("They hardly know that these exist."),
                    _("It works for those who know somebody."),
                    _("There is a list, but prices and conditions are unclear."),
                    _(
                        "Facilities, prices and conditions are public, and somebody"
                        " helps with the first use."
                    ),
                    _(
                        "As before; it also works across the region’s borders, and use"
                        " by small firms is measured and grows."
                    ),
                ),
            ),
            Question(
                "newcomers",
                _("How do newcomers get into clusters and programmes?"),
                (
                    _("The same firms and people take part every time."),
                    _("Newcomers are welcome, but nobody looks for them."),
                    _("Events and calls are announced widely."),
                    _(
                        "Start-ups, small firms and places outside the centre are"
                        " approached on purpose."
                    ),
                    _(
                        "As before; the share of newcomers is measured, and a part of"
                        " the support is kept for them."
                    ),
                ),
            ),
        ),
    ),
)
