"""What the tables that name a person are called, and what each file of the export is.

Only what the models' own words do not say well to people stands here; a table that is
not named here is called by its model.
"""

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Key = tuple[str, str]
# By model and field: where the models' own words are those of programs.
_TITLES = {
    ("accounts.mandateevent", "by"): gettext_lazy("changes of mandates by you"),
    ("accounts.invitation", "invited_by"): gettext_lazy("invitations by you"),
    ("regions.version", "by"): gettext_lazy("versions of records by you"),
    ("regions.confirmation", "by"): gettext_lazy("confirmations by you"),
    ("regions.notduplicate", "by"): gettext_lazy("pairs that you found no duplicates"),
    ("matching.runswitch", "by"): gettext_lazy("switches of match lists by you"),
    ("admin.logentry", "user"): gettext_lazy("what you did at the back desk"),
    ("accounts.user_groups", "user"): gettext_lazy("groups with rights"),
    ("accounts.user_user_permissions", "user"): gettext_lazy("single rights"),
    ("account.emailaddress", "user"): gettext_lazy("e-mail addresses"),
    ("mfa.authenticator", "user"): gettext_lazy("second steps of signing in"),
    ("socialaccount.socialaccount", "user"): gettext_lazy("accounts elsewhere"),
    ("usersessions.usersession", "user"): gettext_lazy("sessions"),
    ("guide_assessments.answer", "by"): gettext_lazy(
        "answers of self-assessments by you"
    ),
    ("guide_assessments.assessment", "started_by"): gettext_lazy(
        "self-assessments that you began"
    ),
    ("guide_assessments.assessment", "completed_by"): gettext_lazy(
        "self-assessments that you completed"
    ),
    ("guide_assessments.assessment", "shared_by"): gettext_lazy(
        "results of self-assessments that you shared"
    ),
    ("guide_checklists.mark", "changed_by"): gettext_lazy(
        "points of checklists that you changed last"
    ),
    ("guide_checklists.markchange", "by"): gettext_lazy("changes of checklists by you"),
    ("guide_peers.peerquestion", "created_by"): gettext_lazy(
        "questions to peers that you wrote"
    ),
    ("guide_peers.peerinvitation", "asked_by"): gettext_lazy(
        "peers whom you wanted invited"
    ),
    ("guide_peers.peerinvitation", "settled_by"): gettext_lazy(
        "wishes to invite peers that you settled"
    ),
    ("guide_practices.practice", "edited_by"): gettext_lazy(
        "practices that you edited last"
    ),
    ("guide_practices.practice", "submitted_by"): gettext_lazy(
        "practices that you submitted"
    ),
    ("guide_practices.practice", "decided_by"): gettext_lazy(
        "practices on which you decided"
    ),
    ("guide_practices.practiceevent", "by"): gettext_lazy(
        "what you did with practices"
    ),
}
_MEANINGS = {
    ("calls.callfollow", "user"): gettext_lazy(
        "calls of which you want to be reminded, and since when"
    ),
    ("accounts.mandate", "user"): gettext_lazy(
        "for whom you act or acted, in which role, since when and until when"
    ),
    ("accounts.mandateevent", "person"): gettext_lazy(
        "when your mandates and claims were made, changed or ended"
    ),
    ("accounts.claim", "user"): gettext_lazy(
        "for whom you asked to act, how you proved it, and what was decided"
    ),
    ("regions.draft", "user"): gettext_lazy(
        "what you have typed into forms and not yet handed in"
    ),
    ("regions.importjob", "user"): gettext_lazy(
        "files that you had imported, and what came of them"
    ),
    ("regions.version", "by"): gettext_lazy(
        "what records said after you had changed or confirmed them"
    ),
    ("regions.case", "submitted_by"): gettext_lazy(
        "records that you handed to the curators, and what they decided"
    ),
    ("regions.casemessage", "by"): gettext_lazy("what you wrote about cases"),
    ("account.emailaddress", "user"): gettext_lazy(
        "your addresses, and which of them you have proved"
    ),
    ("mfa.authenticator", "user"): gettext_lazy(
        "which second steps you use; their keys are left out"
    ),
    ("socialaccount.socialaccount", "user"): gettext_lazy(
        "accounts of other services with which you sign in"
    ),
    ("consortia.calendarfeed", "user"): gettext_lazy(
        "that your calendar fetches days from here; the address itself is left out"
    ),
    ("usersessions.usersession", "user"): gettext_lazy(
        "where you are signed in: browser, network address and times"
    ),
}


def title_of(model: type[models.Model], field: str, *, is_own: bool) -> str:
    """What the rows are, in the reader's language."""
    if title := _TITLES.get((model._meta.label_lower, field)):
        return str(title)
    words = model._meta.verbose_name_plural
    if is_own:
        return str(words)
    return f"{words} ({model._meta.get_field(field).verbose_name})"


def meaning_of(model: type[models.Model], field: str) -> str:
    """A sentence on what the rows say; of others' records only which these are."""
    meaning = _MEANINGS.get((model._meta.label_lower, field))
    return str(meaning or _("only which ones: they belong to others"))


def file_names(titles: list[str]) -> list[str]:
    """A name of a file for each title, in its words; no name twice."""
    names: list[str] = []
    for title in titles:
        stem = slugify(title, allow_unicode=True) or "data"
        number = sum(name.rpartition("_")[0] == stem for name in names)
        names.append(f"{stem}_{number + 1}")
    return [
        f"{stem}.json" if number == "1" else f"{stem}-{number}.json"
        for stem, _sep, number in (name.rpartition("_") for name in names)
    ]
