"""`manage.py messages --check` sees what is out of date, and changes nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("xgettext"), reason="no gettext here"),
]
ROOT = Path(settings.BASE_DIR)


class Project:
    """A copy of the sources whose texts may be changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        unread = shutil.ignore_patterns("data", "*.pyc")
        for room in ("portal", "regions", "matching"):
            shutil.copytree(ROOT / room, folder / room, ignore=unread)
        shutil.copy(ROOT / "manage.py", folder)
        (folder / "templates").mkdir()
        self.page = folder / "templates" / "page.html"
        self.write("A text")

    def write(self, text: str) -> None:
        page = f'{{% load i18n %}}{{% translate "{text}" %}}'
        self.page.write_text(page, encoding="utf-8")

    def messages(self, *options: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", "messages", *options],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(self.folder / "var")},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, (done.stdout + done.stderr).strip()

    def files(self) -> dict[str, bytes]:
        paths = sorted((self.folder / "locale").rglob("*.[mp]o"))
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in paths}


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_collected_texts_are_current_and_a_second_time_changes_nothing(project):
    assert project.messages() == (0, "2 catalogues are current.")
    files = project.files()
    assert list(files) == [
        f"locale/{language}/LC_MESSAGES/django.{kind}"
        for language in ("de", "fr")
        for kind in ("mo", "po")
    ]
    assert project.messages() == (0, "2 catalogues are current.")
    assert project.files() == files
    assert project.messages("--check") == (0, "The translations are current.")


def test_new_text_and_new_translation_are_out_of_date(project):
    project.messages()
    project.write("Another text")
    before = project.files()
    assert project.messages("--check") == (
        1,
        "CommandError: out of date: locale/de/LC_MESSAGES/django.po,"
        " locale/fr/LC_MESSAGES/django.po. Run: make messages",
    )
    assert project.files() == before

    project.write("A text")
    source = project.folder / "locale" / "de" / "LC_MESSAGES" / "django.po"
    words = source.read_text(encoding="utf-8")
    said = words.replace('msgid "A text"\nmsgstr ""', 'msgid "A text"\nmsgstr "Text"')
    assert said != words
    source.write_text(said, encoding="utf-8")
    assert project.messages("--check") == (
        1,
        "CommandError: out of date: locale/de/LC_MESSAGES/django.mo."
        " Run: make messages",
    )
