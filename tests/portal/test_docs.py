"""Documents keep pace: commands, variables and linked files exist and are named."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class

from tests.portal.test_house import ASSIGNED, text

ROOT = Path(settings.BASE_DIR)
ROOMS = (
    "portal",
    "portal.web",
    "portal.accounts",
    "portal.notices",
    "regions",
    "matching",
    "matching.consortia",
)
PAPERS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
DOCUMENTS = sorted(str(path.relative_to(ROOT)) for path in PAPERS)
LINK = re.compile(r"\]\(([^)#:\s]+)\)")


def our_commands() -> dict[str, str]:
    return {name: app for name, app in get_commands().items() if app in ROOMS}


def table_words(document: str, heading: str) -> set[str]:
    """The words in backticks that open the rows of the table under a heading."""
    section = text(document).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    opened = re.findall(r"^\| (`[^|]*`) \|", section, re.MULTILINE)
    return {word for cell in opened for word in re.findall(r"`([^`]+)`", cell)}


def test_operations_name_every_command_of_ours_and_no_other():
    assert table_words("docs/operations.md", "Commands") == set(our_commands())


def test_operations_name_every_variable_and_no_other():
    entries = set(ASSIGNED.findall(text(".env.example")))
    assert table_words("docs/operations.md", "Environment") == entries


@pytest.mark.parametrize("name", sorted(our_commands()))
def test_command_says_what_it_does(name):
    assert load_command_class(our_commands()[name], name).help


@pytest.mark.parametrize("document", DOCUMENTS)
def test_linked_files_exist(document):
    folder = (ROOT / document).parent
    links = LINK.findall(text(document))
    assert [link for link in links if not (folder / link).exists()] == []


def test_readme_names_the_two_commands_and_each_make_target_that_it_uses():
    targets = re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE)
    used = set(re.findall(r"\bmake ([a-z]+)\b", text("README.md")))
    assert {"run", "test"} <= used
    assert used - set(targets) == set()
