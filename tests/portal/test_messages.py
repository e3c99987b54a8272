"""`manage.py messages --check` sees what is out of date, and changes nothing."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("xgettext"), reason="no gettext here"),
]
# As much of the portal's settings as collecting and compiling read.
SETTINGS = """
from pathlib import Path

LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
LANGUAGES = [("en", "English"), ("de", "German"), ("fr", "French")]
"""


class Project:
    """A project of one page, whose texts may be changed."""

    def __init__(self, folder: Path, settings) -> None:
        self.folder = folder
        (folder / "portal").mkdir()
        (folder / "portal" / "__init__.py").touch()
        (folder / "portal" / "settings.py").write_text(SETTINGS, encoding="utf-8")
        (folder / "templates").mkdir()
        self.page = folder / "templates" / "page.html"
        self.write("A text")
        settings.BASE_DIR = folder

    def write(self, text: str) -> None:
        page = f'{{% load i18n %}}{{% translate "{text}" %}}'
        self.page.write_text(page, encoding="utf-8")

    def messages(self, *options: str) -> str:
        """What the command says, also when it ends with an error."""
        said = StringIO()
        try:
            call_command("messages", *options, stdout=said)
        except CommandError as error:
            return f"CommandError: {error}"
        return said.getvalue().strip()

    def files(self) -> dict[str, bytes]:
        paths = sorted((self.folder / "locale").rglob("*.[mp]o"))
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}


@pytest.fixture
def project(tmp_path, settings):
    return Project(tmp_path, settings)


def test_collected_texts_are_current_and_a_second_time_changes_nothing(project):
    assert project.messages() == "2 catalogues are current."
    files = project.files()
    assert list(files) == [
        f"locale/{language}/LC_MESSAGES/django.{kind}"
        for language in ("de", "fr")
        for kind in ("mo", "po")
    ]
    assert project.messages() == "2 catalogues are current."
    assert project.files() == files
    assert project.messages("--check") == "The translations are current."


def test_new_text_and_new_translation_are_out_of_date(project):
    project.messages()
    project.write("Another text")
    before = project.files()
    assert project.messages("--check") == (
        "CommandError: out of date: locale/de/LC_MESSAGES/django.po,"
        " locale/fr/LC_MESSAGES/django.po. Run: make messages"
    )
    assert project.files() == before

    project.write("A text")
    source = project.folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
    words = source.read_text(encoding="utf-8")
    said = words.replace('msgid "A text"\nmsgstr ""', 'msgid "A text"\nmsgstr "Text"')
    assert said != words
    source.write_text(said, encoding="utf-8")
    assert project.messages("--check") == (
        "CommandError: out of date: locale/de/LC_MESSAGES/django.mo. Run: make messages"
    )
