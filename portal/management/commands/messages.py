"""Collect the texts to translate and compile the translations, or check both."""

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCES = ("portal", "regions", "matching", "templates", "locale", "manage.py")


class Command(BaseCommand):
    help = (
        "Collect the texts to translate into locale/ and compile the translations."
        " With --check, say whether that would change anything, and change nothing."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="exit 1 if something is out of date"
        )

    def handle(self, *args, check: bool, **options):
        if not shutil.which("xgettext") or not shutil.which("msgfmt"):
            raise CommandError("gettext is needed (Debian: apt-get install gettext).")
        root = Path(settings.BASE_DIR)
        if not check:
            self._renew(root)
            return
        with tempfile.TemporaryDirectory() as folder:
            stale = self._find_stale(root, Path(folder))
        if stale:
            raise CommandError(f"out of date: {', '.join(stale)}. Run: make messages")
        self.stdout.write("The translations are current.")

    def _renew(self, root: Path) -> None:
        old = {path: path.read_text("utf-8") for path in _catalogues(root)}
        _collect(root)
        for path, text in old.items():
            # A new date alone is no change worth a commit.
            if path.exists() and _undated(path.read_text("utf-8")) == _undated(text):
                path.write_text(text, encoding="utf-8")
        _compile(root)
        self.stdout.write(f"{len(_catalogues(root))} catalogues are current.")

    def _find_stale(self, root: Path, copy: Path) -> list[str]:
        """Do in a copy what would be done here, and compare."""
        _copy_sources(root, copy)
        compiled = _fresh_texts(copy)
        stale = [name for name in compiled if compiled[name] != _texts(root / name)]
        _collect(copy)
        for path in _catalogues(copy):
            here = root / path.relative_to(copy)
            text = here.read_text("utf-8") if here.exists() else ""
            if _undated(text) != _undated(path.read_text("utf-8")):
                stale.append(str(path.relative_to(copy)))
        return sorted(stale)


def _catalogues(root: Path) -> list[Path]:
    return sorted(root.glob("locale/*/LC_MESSAGES/*.po"))


def _copy_sources(root: Path, copy: Path) -> None:
    for name in SOURCES:
        if (root / name).is_dir():
            shutil.copytree(root / name, copy / name)
        elif (root / name).exists():
            shutil.copy(root / name, copy / name)


def _fresh_texts(copy: Path) -> dict[str, dict]:
    """Compile the copy's catalogues and return their texts by file name."""
    for path in copy.glob("locale/*/LC_MESSAGES/*.mo"):
        path.unlink()
    _compile(copy)
    names = [path.with_suffix(".mo").relative_to(copy) for path in _catalogues(copy)]
    return {str(name): _texts(copy / name) for name in names}


def _texts(compiled: Path) -> dict:
    """Return a compiled catalogue's texts; none when there is no such file."""
    if not compiled.exists():
        return {}
    with compiled.open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)


def _undated(text: str) -> list[str]:
    lines = text.splitlines()
    return [line for line in lines if not line.startswith('"POT-Creation-Date')]


def _collect(root: Path) -> None:
    (root / "locale").mkdir(exist_ok=True)
    languages = [
        code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
    ]
    chosen = [part for code in sorted(languages) for part in ("--locale", code)]
    ignored = [part for name in ("tests", "var") for part in ("--ignore", name)]
    places = ["--add-location", "file", "--no-wrap", "--no-obsolete"]
    _django(root, "makemessages", *chosen, *ignored, *places)


def _compile(root: Path) -> None:
    if _catalogues(root):
        _django(root, "compilemessages", "--ignore", ".venv")


def _django(root: Path, *command: str) -> None:
    """Run a command of Django's as if `root` were the project."""
    with tempfile.TemporaryDirectory() as data:
        env = os.environ | {"PYTHONPATH": str(root), "DATA_DIR": data}
        done = subprocess.run(  # noqa: S603 - fixed commands
            [sys.executable, "-m", "django", *command],
            cwd=root,
            env=env | {"DJANGO_SETTINGS_MODULE": "portal.settings"},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise CommandError(f"{command[0]}: {lines[-1] if lines else 'failed'}")
