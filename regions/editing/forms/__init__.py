"""The forms of records: what is typed becomes a document, and is shown again."""

from regions.editing.forms.base import RecordForm
from regions.editing.forms.organisations import (
    CheckedClusterForm,
    ClusterForm,
    FacilityForm,
    facility_form_of,
)
from regions.editing.forms.records import PriorityForm, ProfileForm, StrategyForm
from regions.models import RecordKind

# The form of each kind of record.
FORMS: dict[str, type[RecordForm]] = {
    RecordKind.STRATEGY: StrategyForm,
    RecordKind.PRIORITY: PriorityForm,
    RecordKind.CLUSTER: ClusterForm,
    RecordKind.FACILITY: FacilityForm,
}

__all__ = [
    "FORMS",
    "CheckedClusterForm",
    "ClusterForm",
    "FacilityForm",
    "PriorityForm",
    "ProfileForm",
    "RecordForm",
    "StrategyForm",
    "facility_form_of",
]
