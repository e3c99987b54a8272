"""A region’s cluster policy, first half: what it wants and with which means.

A question keeps its key as long as it asks the same: see `questionnaires.py`.
"""

from django.utils.translation import gettext_lazy as _

from portal.guide.assessments.shapes import Dimension, Question

MEANS = (
    Dimension(
        key="strategy",
        chapter="designing-a-programme",
        title=_("Strategy and evidence"),
        short=_("Strategy"),
        about=_("What the policy wants, and on which facts it rests."),
        questions=(
            Question(
                "evidence",
                _("How do you know in which industries your region is strong?"),
                (
                    _(
                        "Nobody has looked into it; clusters are named by habit or by"
                        " wish."
                    ),
                    _(
                        "There is a study, but it is older than five years or covers"
                        " only some industries."
                    ),
                    _(
                        "A recent study names the strong industries from figures on"
                        " firms, jobs or exports."
                    ),
                    _(
                        "The figures are renewed every two or three years and checked"
                        " in talks with firms."
                    ),
                    _(
                        "As before; the figures also compare the region with others,"
                        " and they have changed decisions."
                    ),
                ),
                chapter="why-clusters-matter",
            ),
            Question(
                "goals",
                _("Which goals does your cluster policy have?"),
                (
                    _("There are no written goals."),
                    _(
                        "The goals are general, such as “more innovation”; nobody could"
                        " say whether they are reached."
                    ),
                    _(
                        "Each programme has written goals, but few of them have figures"
                        " or dates."
                    ),
                    _(
                        "The goals have figures, dates and a starting value, and say"
                        " for whom something is to change."
                    ),
                    _(
                        "As before; it is also written down why the measures should"
                        " lead there, and this is reviewed openly."
                    ),
                ),
            ),
            Question(
                "selection",
                _("How do you decide which clusters get support?"),
                (
                    _("Support goes to whoever asks, or has always got it."),
                    _(
                        "There are criteria, but they are not public or are often set"
                        " aside."
                    ),
                    _("A call with public criteria decides; the reasons are not told."),
                    _(
                        "Public criteria and outside experts decide; everybody who"
                        " applied learns the reasons."
                    ),
                    _(
                        "As before; support also changes or ends by agreed rules as a"
                        " cluster grows up."
                    ),
                ),
            ),
        ),
    ),
    Dimension(
        key="governance",
        chapter="what-makes-clusters-succeed",
        title=_("Governance and stakeholders"),
        short=_("Governance"),
        about=_("Who is in charge, and who has a say."),
        questions=(
            Question(
                "responsibility",
                _("Who is in charge of cluster policy?"),
                (
                    _("Nobody has it as a task."),
                    _(
                        "Somebody does it beside other work, without time or budget of"
                        " its own."
                    ),
                    _(
                        "A named unit is in charge, but other departments often do not"
                        " know its work."
                    ),
                    _(
                        "A named unit has staff and budget, and meets other departments"
                        " regularly."
                    ),
                    _(
                        "As before; departments plan measures together and keep to them"
                        " beyond elections."
                    ),
                ),
            ),
            Question(
                "stakeholders",
                _("How do firms, research, public bodies and civil society take part?"),
                (
                    _("They learn of decisions afterwards."),
                    _(
                        "They are invited to single events; what comes of these is not"
                        " visible."
                    ),
                    _(
                        "They are asked regularly, but mostly the large and well-known"
                        " ones."
                    ),
                    _(
                        "All four groups are asked regularly, small firms among them,"
                        " and get an answer to what they said."
                    ),
                    _(
                        "As before; they help to decide on priorities, and what changed"
                        " because of them is published."
                    ),
                ),
            ),
            Question(
                "coordination",
                _("How do regional, national and European programmes work together?"),
                (
                    _("Nobody knows what the other levels support."),
                    _(
                        "The programmes of other levels are known, but not taken into"
                        " account."
                    ),
                    _(
                        "Before a new measure, somebody checks that it does not repeat"
                        " another one."
                    ),
                    _(
                        "The measures build upon each other, and clusters are told"
                        " which one fits when."
                    ),
                    _(
                        "As before; the levels agree on the timing of calls, and"
                        " clusters report once for all of them."
                    ),
                ),
                chapter="designing-a-programme",
            ),
        ),
    ),
    Dimension(
        key="instruments",
        chapter="instruments",
        title=_("Instruments and funding"),
        short=_("Instruments"),
        about=_("What the region offers to clusters, and for how long."),
        questions=(
            Question(
                "mix",
                _("Which instruments does the region use?"),
                (
                    _("There is no support for clusters."),
                    _("There are single grants without a common plan."),
                    _(
                        "Cluster organisations get money for their running costs; joint"
                        " projects are rarely supported."
                    ),
                    _(
                        "There is a mix: management, joint projects, advice and shared"
                        " facilities."
                    ),
                    _(
                        "As before; the mix follows the stage of each cluster, uses"
                        " public demand too, and is adjusted after reviews."
                    ),
                ),
            ),
            Question(
                "continuity",
                _("For how long, and how safely, is the support funded?"),
                (
                    _("There is no budget for it."),
                    _("Money is found from year to year."),
                    _("There is a budget for two or three years, from one source."),
                    _(
                        "Funding is agreed for several years, and comes from regional"
                        " and other public sources."
                    ),
                    _(
                        "As before; private shares grow, and the way out of public"
                        " support is agreed from the start."
                    ),
                ),
                chapter="financing",
            ),
            Question(
                "simplicity",
                _("How easy is it to apply and to report?"),
                (
                    _("Nobody knows; complaints are not collected."),
                    _("An application takes months, and small firms hardly try."),
                    _("The rules are clear, but forms and reports are long."),
                    _(
                        "Applications are short, dates are known early, and somebody"
                        " helps."
                    ),
                    _(
                        "As before; the time to a decision is published, and rules were"
                        " made simpler after feedback."
                    ),
                ),
            ),
        ),
    ),
    Dimension(
        key="specialisation",
        chapter="smart-specialisation",
        title=_("Link to smart specialisation"),
        short=_("Specialisation"),
        about=_("How clusters and the region’s strategy serve each other."),
        questions=(
            Question(
                "link",
                _(
                    "How are clusters and the smart specialisation strategy tied"
                    " together?"
                ),
                (
                    _("The strategy does not mention clusters."),
                    _("Clusters are mentioned, but have no task."),
                    _("For some priorities it is clear which clusters work for them."),
                    _(
                        "For each priority it is written which clusters work for it,"
                        " and what they contribute."
                    ),
                    _(
                        "As before; strategy and clusters are changed together when one"
                        " of them shows that something does not work."
                    ),
                ),
            ),
            Question(
                "discovery",
                _("Which part do clusters have in entrepreneurial discovery?"),
                (
                    _("They have none."),
                    _("They were asked once, when the strategy was written."),
                    _("They sit in working groups that meet now and then."),
                    _(
                        "They lead working groups on priorities that meet all year"
                        " round."
                    ),
                    _(
                        "As before; ideas from these groups have become projects,"
                        " investments or new priorities."
                    ),
                ),
            ),
            Question(
                "focus",
                _("How narrow are your priorities?"),
                (
                    _("There are no priorities, or everything is one."),
                    _("They are whole sectors, such as “health” or “energy”."),
                    _(
                        "Some of them name a technology or a market in which the region"
                        " is good."
                    ),
                    _(
                        "All of them name technology, market and users, and the stages"
                        " of the value chain."
                    ),
                    _(
                        "As before; priorities were narrowed, merged or ended after a"
                        " look at results."
                    ),
                ),
            ),
        ),
    ),
)
