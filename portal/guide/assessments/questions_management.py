"""A cluster’s management, first half: who belongs to it, decides, works and pays.

A question keeps its key as long as it asks the same: see `questionnaires.py`.
"""

from django.utils.translation import gettext_lazy as _

from portal.guide.assessments.shapes import Dimension, Question

HOUSE = (
    Dimension(
        key="members",
        chapter="what-clusters-are",
        title=_("Structure and members"),
        short=_("Members"),
        about=_("Who belongs to the cluster, and how firmly."),
        questions=(
            Question(
                "commitment",
                _("How are members bound to the cluster?"),
                (
                    _("There is a mailing list, but no membership."),
                    _("Members have signed up without any obligation."),
                    _("Members have signed a declaration or statutes."),
                    _("Most members pay a fee or bring in work."),
                    _(
                        "As before; members renew it knowingly, and those who leave are"
                        " asked why."
                    ),
                ),
            ),
            Question(
                "composition",
                _("Who are the members?"),
                (
                    _("It is not known exactly."),
                    _("Mostly public bodies or research, with few firms."),
                    _("Firms are the majority, but research or training is missing."),
                    _(
                        "Firms, research, training and public bodies are there, with"
                        " many small firms."
                    ),
                    _(
                        "As before; gaps in the value chain are known, and members who"
                        " fill them are won."
                    ),
                ),
            ),
            Question(
                "activity",
                _("How active are the members?"),
                (
                    _("Nobody knows."),
                    _("A few take part, always the same."),
                    _("About a third takes part in something each year."),
                    _(
                        "More than half takes part each year, and contacts with each"
                        " member are written down."
                    ),
                    _(
                        "As before; members also begin projects with each other by"
                        " themselves."
                    ),
                ),
            ),
        ),
    ),
    Dimension(
        key="governance",
        chapter="what-makes-clusters-succeed",
        title=_("Governance and strategy"),
        short=_("Governance"),
        about=_("Who decides, where the cluster wants to go, and by which steps."),
        questions=(
            Question(
                "board",
                _("Who decides about the direction?"),
                (
                    _("The management alone, or whoever pays."),
                    _("There is a board, on paper."),
                    _("A board meets regularly; firms are a minority in it."),
                    _(
                        "A board with a majority of firms decides on strategy and"
                        " budget."
                    ),
                    _(
                        "As before; its members are elected for a term, and small"
                        " members have seats too."
                    ),
                ),
            ),
            Question(
                "strategy",
                _("What does the cluster’s strategy look like?"),
                (
                    _("There is none in writing."),
                    _("It is a text from an application for money."),
                    _(
                        "It is a paper of the cluster’s own that names its fields of"
                        " work."
                    ),
                    _(
                        "It was made with the members and has goals, measures and"
                        " dates."
                    ),
                    _(
                        "As before; it rests on a look at strengths and markets, and is"
                        " revised every two or three years."
                    ),
                ),
            ),
            Question(
                "planning",
                _("How does the strategy become work?"),
                (
                    _("We do what comes up."),
                    _("There is a list of ideas."),
                    _("There is a yearly plan of activities."),
                    _(
                        "The yearly plan names tasks, people, budget and targets, and"
                        " is checked during the year."
                    ),
                    _("As before; members see what was reached and what was given up."),
                ),
                chapter="designing-a-programme",
            ),
        ),
    ),
    Dimension(
        key="team",
        chapter="what-makes-clusters-succeed",
        title=_("People of the management"),
        short=_("Team"),
        about=_("Who does the work, and what they know."),
        questions=(
            Question(
                "capacity",
                _("How much working time is there for the management?"),
                (
                    _("None that is paid."),
                    _("Less than half a post."),
                    _("About one post."),
                    _("Two posts or more, in keeping with the number of members."),
                    _(
                        "As before; there is a stand-in for each task, and no gap"
                        " between projects."
                    ),
                ),
            ),
            Question(
                "competence",
                _("What do the people of the management know and do well?"),
                (
                    _("Nobody has ever looked at it."),
                    _(
                        "They learn by doing; nobody knows firms of this industry from"
                        " inside."
                    ),
                    _("Some know the industry, or have led projects before."),
                    _(
                        "The team knows the industry, projects and moderation, and"
                        " takes part in training every year."
                    ),
                    _(
                        "As before; training is planned for each person, and outsiders"
                        " have looked at the work, for a label for example."
                    ),
                ),
            ),
            Question(
                "handover",
                _("What happens when somebody leaves the team?"),
                (
                    _("Contacts and knowledge leave too."),
                    _("There are files, but only that person finds things in them."),
                    _("Contacts and projects are recorded in one place."),
                    _(
                        "Tasks are described too, and somebody takes over for the time"
                        " being."
                    ),
                    _("As before; a change of person has already gone well."),
                ),
            ),
        ),
    ),
    Dimension(
        key="finance",
        chapter="financing",
        title=_("Finance"),
        short=_("Finance"),
        about=_("From where the money comes, for how long, and who watches it."),
        questions=(
            Question(
                "sources",
                _("From where does the money come?"),
                (
                    _("There is no budget."),
                    _("From a single project or funder."),
                    _("From one main funder, with small contributions of others."),
                    _("From several sources; fees and services bring a fifth or more."),
                    _("From several sources; fees and services bring half or more."),
                ),
            ),
            Question(
                "horizon",
                _("For how long is the work paid for?"),
                (
                    _("It is open from month to month."),
                    _("For less than a year."),
                    _("For one to two years."),
                    _("For three years or more."),
                    _(
                        "As before; there is a reserve, and a plan in case a source"
                        " ends."
                    ),
                ),
            ),
            Question(
                "control",
                _("How do you plan and watch the money?"),
                (
                    _("There is no plan."),
                    _("There are accounts, but no plan by activity."),
                    _("There is a yearly budget."),
                    _(
                        "There is a budget by activity, compared with spending several"
                        " times a year."
                    ),
                    _(
                        "As before; the board knows what each service costs and what it"
                        " brings in."
                    ),
                ),
            ),
        ),
    ),
)
