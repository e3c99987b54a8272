"""The full-text index, in the way of the database in use."""

from django.db import migrations

# Kept here as it was: migrations do not follow later changes of the code.
DOCUMENT = (
    "(setweight(to_tsvector('simple', folded_title), 'A') ||"
    " setweight(to_tsvector('simple', text), 'D'))"
)
POSTGRES = [f"CREATE INDEX regions_search_gin ON regions_searchentry USING gin ({DOCUMENT})"]
POSTGRES_BACK = ["DROP INDEX regions_search_gin"]
NAME = "regions_searchentry_fts"
SQLITE = [
    f"CREATE VIRTUAL TABLE {NAME} USING fts5(folded_title, text,"
    " content='regions_searchentry', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
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
SQLITE_BACK = [
    "DROP TRIGGER regions_search_new",
    "DROP TRIGGER regions_search_del",
    "DROP TRIGGER regions_search_add",
    f"DROP TABLE {NAME}",
]


def _run(editor, postgres, sqlite):
    statements = postgres if editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        editor.execute(statement)


def forwards(apps, editor):
    _run(editor, POSTGRES, SQLITE)


def backwards(apps, editor):
    _run(editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("regions", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
