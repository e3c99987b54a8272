"""Draw the map of Europe from the vendored boundaries."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.html import escape

from portal.management import atlas
from portal.management.topology import read_topology

CREDIT = "© EuroGeographics for the administrative boundaries"
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">
<!-- {credit}. NUTS 2021, ETRS89 / LAEA Europe; simplified. -->
<path id="around" d="{around}"/>
<g id="land">
{regions}
</g>
<path id="borders" fill="none" d="{borders}"/>
</svg>
"""


class Command(BaseCommand):
    help = "Write static/map/europe.svg and portal/web/data/map.json."

    def handle(self, *args, **options):
        base = Path(settings.BASE_DIR)
        source = base / "static" / "vendor" / "atlas"
        try:
            nuts = read_topology(source / "nuts2-2021.topo.json", "NUTS")
            finer = read_topology(source / "nuts2-2021-es-03m.topo.json", "NUTS")
            world = read_topology(source / "world-110m.topo.json", "countries")
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(
                f"Boundaries cannot be read ({error}); run vendor_assets first."
            ) from error
        outlines = atlas.region_outlines(nuts, finer)
        drawing = SVG.format(
            width=atlas.WIDTH,
            height=atlas.HEIGHT,
            credit=escape(CREDIT),
            around=atlas.land_around(world, nuts),
            regions="\n".join(
                f'<path id="{outline.code}" d="{outline.path}"/>'
                for outline in outlines
            ),
            borders=atlas.country_borders(nuts),
        )
        self._write(base / "static" / "map" / "europe.svg", drawing)
        self._write(base / "portal" / "web" / "data" / "map.json", _facts(outlines))
        self.stdout.write(self.style.SUCCESS(f"{len(outlines)} regions drawn."))

    def _write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".tmp")
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
        self.stdout.write(f"{path.name}: {len(text.encode())} bytes")


def _facts(outlines: list[atlas.Outline]) -> str:
    """What a template needs without the paths: size, points, frames of the insets."""
    facts = {
        "width": atlas.WIDTH,
        "height": atlas.HEIGHT,
        "points": {outline.code: outline.point for outline in outlines},
        "insets": [
            {"code": inset.code, "label": inset.label, "frame": inset.frame}
            for inset in atlas.INSETS
        ],
    }
    return json.dumps(facts, ensure_ascii=False, separators=(",", ":")) + "\n"
