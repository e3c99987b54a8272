"""What is served from static/vendor/ is what VENDOR.json says."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.management.commands import vendor_assets
from portal.management.commands.vendor_assets import PACKAGES, clean

VENDOR = Path(settings.BASE_DIR) / "static" / "vendor"


def _listed() -> dict[str, str]:
    packages = json.loads((VENDOR / "VENDOR.json").read_text())["packages"]
    return {
        item["path"]: item["sha256"]
        for package in packages
        for item in package["files"]
    }


def test_vendor_list_names_every_file_and_its_checksum():
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "VENDOR.json"
    }
    assert found == _listed()


def test_vendor_list_matches_the_pinned_packages():
    packages = json.loads((VENDOR / "VENDOR.json").read_text())["packages"]
    assert [(item["name"], item["version"], item["licence"]) for item in packages] == [
        (package.name, package.version, package.licence) for package in PACKAGES
    ]


def test_every_package_brings_its_licence_text():
    assert all("LICENSE" in package.files for package in PACKAGES)


def test_clean_drops_the_source_map_link_of_scripts_and_styles():
    assert clean(b"a{}\n/*# sourceMappingURL=a.css.map */\n", "a.css") == b"a{}\n"
    assert clean(b"f()\n//# sourceMappingURL=a.js.map", "a.js") == b"f()\n"


def test_clean_makes_plain_json_of_a_module():
    assert clean(b'export default {"a": 1};\n', "a.json") == b'{"a": 1}\n'


def test_vendor_assets_without_npm_changes_nothing(monkeypatch, tmp_path):
    monkeypatch.setattr(vendor_assets.shutil, "which", lambda name: None)
    kept = tmp_path / "vendor" / "kept.js"
    kept.parent.mkdir()
    kept.write_text("kept")
    with pytest.raises(CommandError, match="npm is needed"):
        call_command("vendor_assets", target=kept.parent)
    assert kept.read_text() == "kept"


def test_stylesheets_name_only_files_of_this_portal():
    texts = [path.read_text() for path in (VENDOR.parent / "css").glob("*.css")]
    assert len(texts) > 5
    assert not [text for text in texts if "http://" in text or "https://" in text]
