"""What the pages of importing and exporting show."""

from typing import Any

from django.utils.translation import gettext as _

from regions.models import Cluster, ImportJob, RecordKind, Region
from regions.queries.vocabulary import vocabulary

SHOWN_FAULTS = 200
SHOWN_RECORDS = 50
PAST_JOBS = 20


def may_import(user: Any) -> bool:
    """Whether the person may change anything by a file: as owner, editor or curator."""
    if user.is_staff:
        return True
    if user.mandated_regions("owner", "editor").exists():
        return True
    return Cluster.objects.editable_by(user).exists()


def places_of(user: Any) -> list[tuple[str, str]]:
    """Regions by which the person may narrow an export, with their names."""
    if user.is_staff:
        words = vocabulary()
        held = Region.objects.with_profiles().order_by("code")
        codes = held.values_list("code", flat=True)
        return [(code, f"{code} {words.region_label(code)}") for code in codes]
    own = user.mandated_regions("owner", "editor").order_by("code").distinct()
    return [(one.code, f"{one.code} {one.label}") for one in own]


def past_jobs(user: Any) -> list[ImportJob]:
    """The person's newest imports, without their files and reports."""
    jobs = ImportJob.objects.of(user).defer("file", "report")
    return list(jobs[:PAST_JOBS])


def report_context(job: ImportJob) -> dict[str, Any]:
    """The report of a job, cut to what a page shows."""
    report = job.report
    words = kind_words()
    return {
        "counts": [
            {"label": words[kind], **counts}
            for kind, counts in report.get("counts", {}).items()
        ],
        "faults": report.get("faults", [])[:SHOWN_FAULTS],
        "fault_count": report.get("fault_count", 0),
        "new": report.get("new", [])[:SHOWN_RECORDS],
        "new_count": report.get("new_count", 0),
        "changes": report.get("changes", [])[:SHOWN_RECORDS],
        "change_count": report.get("change_count", 0),
        "is_outdated": report.get("is_outdated", False),
    }


def kind_words() -> dict[str, str]:
    """Kinds of records in the plural, in the reader's language."""
    return {
        RecordKind.STRATEGY: _("strategies"),
        RecordKind.PRIORITY: _("priorities"),
        RecordKind.CLUSTER: _("clusters"),
    }
