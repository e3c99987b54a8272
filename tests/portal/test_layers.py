"""Imports go down only. The contracts in pyproject.toml hold, and they bite."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("portal", "regions", "matching")
LINTER = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess:
    return subprocess.run(
        [LINTER, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path) -> Path:
    """The rooms' sources in a folder where a violation harms nobody."""
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("data", "*.pyc")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def sources(*rooms: str):
    for room in rooms:
        yield from sorted((ROOT / room).rglob("*.py"))


def test_contracts_hold():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line"),
    [
        ("regions/queries.py", "from matching import models"),
        ("regions/querysets.py", "import portal.accounts.models"),
        ("portal/web/text.py", "import regions.models"),
        ("portal/web/clock.py", "import portal.mail.models"),
        ("portal/mail/services.py", "import regions.models"),
        ("portal/mail/services.py", "import portal.accounts.models"),
        ("portal/accounts/models.py", "import matching.models"),
        ("regions/services.py", "import portal.env"),
        ("matching/views.py", "import portal.checks"),
        ("matching/engine/text.py", "import django.conf"),
        ("matching/engine/text.py", "import matching.models"),
        ("matching/queries.py", "import matching.engine"),
    ],
)
def test_import_that_goes_up_breaks_a_contract(copy, module, line):
    with (copy / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint(copy)
    assert (done.returncode, "BROKEN" in done.stdout) == (1, True)


def test_engine_imports_only_the_standard_library_and_arrays():
    allowed = {*sys.stdlib_module_names, "numpy", "scipy", "numba", "matching"}
    imported = {
        name.partition(".")[0]
        for path in sources("matching/engine")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in _imported(node)
    }
    assert imported - allowed == set()
    assert "numpy" in imported


def test_engine_runs_without_django():
    code = (
        "import sys, matching.engine;"
        "print(sorted({'django', 'celery', 'rest_framework'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_imports_stand_at_the_top_of_a_file():
    """AppConfig.ready is the one place where Django asks for a later import."""
    inline = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources(*ROOMS)
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inline == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []
