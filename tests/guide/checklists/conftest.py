"""A guide of two short chapters, and the people of one region."""

from types import SimpleNamespace

import pytest

from portal.accounts.models import Mandate
from portal.guide.chapters import loading
from tests import factories

POINTS = {
    "instruments": {"choose": "Choose two instruments.", "write": "Write them down."},
    "financing": {"add": "Add up the money."},
}


def write_chapter(folder, slug: str, points: dict[str, str], language="en") -> None:
    """One chapter in the test's own folder of texts."""
    items = "".join(
        f"  - id: {key}\n    text: {text}\n" for key, text in points.items()
    )
    (folder / language).mkdir(exist_ok=True)
    (folder / language / f"{slug}.md").write_text(
        f"---\ntitle: All about {slug}\nsummary: What one knows then.\n"
        f"checklist:\n{items}sources: []\n---\nSome words.\n",
        encoding="utf-8",
    )
    loading._kept.cache_clear()


@pytest.fixture
def guide(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "FOLDER", tmp_path)
    for slug, points in POINTS.items():
        write_chapter(tmp_path, slug, points)
    yield tmp_path
    loading._kept.cache_clear()


@pytest.fixture
def people(db, guide):
    """Owner, editor and reader of ES51, an editor elsewhere, and a curator."""
    region = factories.make_region("ES51", name="Catalonia")
    found = {"curator": factories.make_person("curator", is_staff=True)}
    for role in ("owner", "editor", "reader"):
        found[role] = factories.make_person(role)
        Mandate.objects.create(user=found[role], region=region, role=role)
    found["stranger"] = factories.make_person("stranger", "FI1C")
    return SimpleNamespace(region=region, **found)


def typed(**points: dict[str, str]) -> dict[str, str]:
    """The form as a browser sends it: each point as it is where nothing is said."""
    data = {}
    for item in ("choose", "write"):
        values = {"standing": "open", "done_on": "", "note": "", "revision": "0"}
        for name, value in (values | points.get(item, {})).items():
            data[f"{item}-{name}"] = value
    return data
