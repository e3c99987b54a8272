"""Search entries for readers of one language, and kinds of rooms above the register.

SQLite makes a table anew to change it, and loses the triggers that fill the index.
"""

from django.db import migrations, models

NAME = "regions_searchentry_fts"
TRIGGERS = [
    "CREATE TRIGGER regions_search_add AFTER INSERT ON regions_searchentry BEGIN"
    f" INSERT INTO {NAME}(rowid, folded_title, text)"
    " VALUES (new.id, new.folded_title, new.text); END",
    "CREATE TRIGGER regions_search_del AFTER DELETE ON regions_searchentry BEGIN"
    f" INSERT INTO {NAME}({NAME}, rowid, folded_title, text)"
    " VALUES ('delete', old.id, old.folded_title, old.text); END",
    "CREATE TRIGGER regions_search_new AFTER UPDATE ON regions_searchentry BEGIN"
    f" INSERT INTO {NAME}({NAME}, rowid, folded_title, text)"
    " VALUES ('delete', old.id, old.folded_title, old.text);"
    f" INSERT INTO {NAME}(rowid, folded_title, text)"
    " VALUES (new.id, new.folded_title, new.text); END",
]
GONE = [
    f"DROP TRIGGER IF EXISTS regions_search_{name}" for name in ("add", "del", "new")
]


def make_triggers(apps, editor):
    if editor.connection.vendor == "sqlite":
        for statement in (*GONE, *TRIGGERS):
            editor.execute(statement)


def drop_entries_of_rooms(apps, editor):
    """Back then there were entries of the register only, one for all languages."""
    kinds = ["region", "priority", "cluster", "facility", "cooperation"]
    entries = apps.get_model("regions", "SearchEntry").objects
    entries.exclude(kind__in=kinds).delete()


class Migration(migrations.Migration):
    dependencies = [("regions", "0009_case_verdicts")]
    operations = [
        # Backwards, operations run from the last to the first.
        migrations.RunPython(migrations.RunPython.noop, make_triggers),
        migrations.AlterField(
            "searchentry", "kind", models.CharField(max_length=12, verbose_name="kind")
        ),
        migrations.AddField(
            "searchentry",
            "language",
            models.CharField(
                blank=True, default="", max_length=10, verbose_name="language"
            ),
        ),
        migrations.RemoveConstraint("searchentry", "search_entry_once"),
        migrations.AddConstraint(
            "searchentry",
            models.UniqueConstraint(
                fields=["kind", "key", "language"], name="search_entry_once"
            ),
        ),
        migrations.RunPython(make_triggers, drop_entries_of_rooms),
    ]
