"""The house: make targets, container files, variables, budgets; no machine's traces."""

import json
import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from jsonschema.validators import validator_for

ROOT = Path(settings.BASE_DIR)
# env_str("NAME", …) and its sisters in the sources.
READER = re.compile(r"\benv_\w+\(\s*\"([A-Z_]+)\"")
ASSIGNED = re.compile(r"^([A-Z_]+)=", re.MULTILINE)
INTERPOLATED = re.compile(r"\$\{([A-Z_]+)[:}]")
DIRECT = re.compile(r"environ(?:\.get)?[(\[]\s*\"([A-Z_]+)\"")
COMPOSE_ONLY = {"POSTGRES_PASSWORD"}
NOT_OURS = {"DJANGO_SETTINGS_MODULE", "NUMBA_CACHE_DIR"}  # set, not read
# What is no text of a template's own: tags, texts for translation, marks of HTML.
NO_TEXT = re.compile(
    r"{%\s*(comment|blocktranslate).*?end\1\s*%}|{%.*?%}|{{.*?}}"
    r"|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>|&\w+;",
    re.DOTALL,
)


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split("\n")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def variables_read() -> set[str]:
    rooms = ("portal", "regions", "matching")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return set(READER.findall(code)) | set(DIRECT.findall(code)) - NOT_OURS


def compose() -> dict:
    return yaml.safe_load(text("docker-compose.yml"))


# --- variables -----------------------------------------------------------------


def test_every_variable_read_has_an_entry_and_every_entry_is_read():
    entries = set(ASSIGNED.findall(text(".env.example")))
    assert entries == variables_read() | COMPOSE_ONLY


def test_variables_are_found_in_the_sources():
    assert {"DATABASE_URL", "SECRET_KEY", "PORT", "LOG_LEVEL"} <= variables_read()


def test_reading_a_variable_from_a_file_is_explained():
    assert "SECRET_KEY_FILE" in text(".env.example")


def test_compose_sets_and_asks_for_known_variables_only():
    entries = set(ASSIGNED.findall(text(".env.example")))
    file = compose()
    assert set(file["x-portal"]["environment"]) <= variables_read()
    assert set(INTERPOLATED.findall(text("docker-compose.yml"))) <= entries


# --- containers ----------------------------------------------------------------


def test_compose_file_follows_the_compose_specification():
    package = Path(find_spec("check_jsonschema").origin).parent
    schema = package / "builtin_schemas" / "vendor" / "compose-spec.json"
    content = json.loads(schema.read_text(encoding="utf-8"))
    validator = validator_for(content)(content)
    assert [error.message for error in validator.iter_errors(compose())] == []
    assert not validator.is_valid(compose() | {"services": {"web": {"prots": []}}})


def test_compose_services_that_stay_have_a_health_check_or_the_image_s():
    services = compose()["services"]
    stay = {name for name, one in services.items() if one.get("restart") != "no"}
    assert stay == {"web", "worker", "postgres", "redis"}
    own = {name for name in stay if "healthcheck" in services[name]}
    assert stay - own == {"web"}
    assert "HEALTHCHECK" in text("Dockerfile")


def test_compose_waits_for_what_it_needs():
    services = compose()["services"]
    names = {
        (name, needed, how["condition"])
        for name, one in services.items()
        for needed, how in one.get("depends_on", {}).items()
    }
    assert names == {
        ("prepare", "postgres", "service_healthy"),
        ("prepare", "redis", "service_healthy"),
        ("score", "prepare", "service_completed_successfully"),
        ("web", "prepare", "service_completed_successfully"),
        ("web", "redis", "service_healthy"),
        ("worker", "prepare", "service_completed_successfully"),
        ("worker", "redis", "service_healthy"),
    }


def test_compose_holds_no_secret_and_opens_one_port_on_this_machine():
    services, environment = compose()["services"], compose()["x-portal"]["environment"]
    assert environment["SECRET_KEY"] == "${SECRET_KEY:?set it in .env}"
    assert "${POSTGRES_PASSWORD:?" in environment["DATABASE_URL"]
    ports = {name: one["ports"] for name, one in services.items() if "ports" in one}
    assert ports == {"web": ["127.0.0.1:${PORT:-8000}:8000"]}


def test_image_runs_as_an_ordinary_user_and_copies_no_data():
    lines = text("Dockerfile").splitlines()
    user = lines.index("USER portal")
    assert user < lines.index("EXPOSE 8000")
    assert not any(line.startswith("USER") for line in lines[user + 1 :])
    ignored = text(".dockerignore").splitlines()
    assert ignored[0] == "*"
    for name in [line[1:] for line in ignored if line.startswith("!")]:
        assert (ROOT / name).exists() or name == "locale"


# --- make and hooks ----------------------------------------------------------------


def test_make_help_names_every_target():
    phony = re.search(r"^\.PHONY: ((?:.*\\\n)*.*)$", text("Makefile"), re.MULTILINE)
    targets = set(phony.group(1).replace("\\", " ").split()) - {"help", "clean"}
    make = shutil.which("make")
    said = subprocess.run([make, "help"], cwd=ROOT, capture_output=True, text=True)
    assert set(re.findall(r"^make ([a-z-]+)", said.stdout, re.MULTILINE)) == targets


def test_make_refuses_an_old_python_in_words(tmp_path):
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")
    done = subprocess.run(
        ["make", "run", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 2
    assert done.stderr.splitlines()[:2] == [
        f"Python 3.11 or newer is needed, and {old} is not that.",
        "Name one: make PYTHON=/path/to/python3.12 run",
    ]


def test_services_tests_without_services_are_refused_in_words(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    venv = tmp_path / ".venv"
    venv.mkdir()
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    for name in ("pyvenv.cfg", ".installed", ".installed-dev"):
        (venv / name).write_text("", encoding="utf-8")
    done = subprocess.run(
        ["make", "services-test"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "CELERY_BROKER_URL": "redis://127.0.0.1"},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[0] == (
        "Set DATABASE_URL (postgres://…) and CELERY_BROKER_URL (redis://…)."
    )


def test_hooks_call_tools_of_the_virtual_environment_only():
    (local,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    tools = {hook["entry"].split()[0] for hook in local["hooks"]}
    assert local["repo"] == "local"
    assert {str(Path(tool).parent) for tool in tools} == {".venv/bin"}
    assert {hook["language"] for hook in local["hooks"]} == {"system"}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_are_pinned_with_hashes_and_name_no_address(name):
    lines = text(name).splitlines()
    pinned = [line for line in lines if re.match(r"[a-z0-9]", line)]
    assert pinned
    assert all("==" in line and line.endswith("\\") for line in pinned)
    assert "://" not in text(name)


# --- budgets and traces ------------------------------------------------------------


def test_python_files_stay_within_400_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".py" and "migrations" not in path.parts
        for count in [path.read_text(encoding="utf-8").count("\n")]
        if count > 400
    }
    assert long == {}


def test_templates_stay_within_120_lines():
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked()
        if path.suffix == ".html"
        for count in [path.read_text(encoding="utf-8").count("\n")]
        if count > 120
    }
    assert long == {}


def test_no_file_names_a_machine_s_folder_or_a_package_index():
    """Settings and texts must mean the same on every machine."""
    hosts = rb"pyp[i]\.org|registry\.npm[j]s|pythonhos[t]ed"
    traces = re.compile(rb"/(?:work|root)/|" + hosts)
    named = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix not in {".woff2", ".png"} and "vendor" not in path.parts
        if path != Path(__file__) and traces.search(path.read_bytes())
    ]
    assert named == []


# --- texts ---------------------------------------------------------------------


def test_templates_leave_punctuation_to_the_language():
    """French wants a space before some marks, so they belong to a text to translate."""
    found = {
        path.name: [
            line.strip() for line in left.splitlines() if set(":;?!") & set(line)
        ]
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if (left := NO_TEXT.sub("", path.read_text(encoding="utf-8")))
    }
    assert {name: lines for name, lines in found.items() if lines} == {}
