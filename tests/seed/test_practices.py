"""The shipped table of practices on the real register."""

from portal.guide.practices.models import Practice
from portal.guide.practices.seed_table import read_practices


def test_every_row_of_the_table_is_in_the_portal_with_its_source():
    rows, faults = read_practices()
    assert faults == []
    stored = {one.slug: one for one in Practice.objects.for_rows()}
    assert stored.keys() == {row.slug for row in rows}
    assert len(stored) >= 25
    for one in stored.values():
        assert one.status == "published"
        assert one.source_url.startswith("http")
        assert one.topics.all()
        assert one.chapters
