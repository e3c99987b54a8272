"""The name of a pair, and a log that the database itself keeps as it was written."""

from django.db import migrations, models

TABLE = "outcomes_matchevent"
# All columns but the references, which follow mergers and deletions of profiles.
WRITTEN = (
    "id, what, at, key, pair, country, partner_country, cohesion, partner_cohesion,"
    " theme, kind, rank, score, reason"
)
SAID = "The log of outcomes is append-only."
POSTGRES = [
    "CREATE FUNCTION outcomes_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{SAID}' USING ERRCODE = 'integrity_constraint_violation';"
    " END $$",
    f"CREATE TRIGGER outcomes_no_change BEFORE UPDATE OF {WRITTEN} ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION outcomes_append_only()",
    f"CREATE TRIGGER outcomes_no_delete BEFORE DELETE ON {TABLE}"
    " FOR EACH ROW EXECUTE FUNCTION outcomes_append_only()",
]
POSTGRES_BACK = [
    f"DROP TRIGGER outcomes_no_delete ON {TABLE}",
    f"DROP TRIGGER outcomes_no_change ON {TABLE}",
    "DROP FUNCTION outcomes_append_only()",
]
SQLITE = [
    f"CREATE TRIGGER outcomes_no_change BEFORE UPDATE OF {WRITTEN} ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
    f"CREATE TRIGGER outcomes_no_delete BEFORE DELETE ON {TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{SAID}'); END",
]
SQLITE_BACK = [
    "DROP TRIGGER outcomes_no_delete",
    "DROP TRIGGER outcomes_no_change",
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

    dependencies = [
        ("outcomes", "0001_initial"),
        ("regions", "0008_import_jobs"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchevent",
            name="pair",
            field=models.CharField(
                default="", editable=False, max_length=41, verbose_name="pair"
            ),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="matchevent",
            index=models.Index(fields=["pair", "what"], name="outcome_pair_what"),
        ),
        migrations.RunPython(forwards, backwards),
    ]
