"""Colours: readable in the light and in the dark scheme."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
SURFACES = ("surface", "surface-raised", "surface-sunken")
TEXTS = ("ink", "ink-muted", "link", "link-hover", "accent", "good", "warn", "bad")
ON_OWN_SOFT = ("alike", "complementary", "bridge", "good", "warn", "bad")


def _schemes() -> dict[str, dict[str, str]]:
    light, dark = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")
    colours = {
        name: dict(re.findall(r"--color-([\w-]+): (#[0-9a-f]{6});", text))
        for name, text in (("light", light), ("dark", dark))
    }
    return {"light": colours["light"], "dark": colours["light"] | colours["dark"]}


def _luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert round(_contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_on_every_surface(scheme):
    colours = _schemes()[scheme]
    pairs = [(text, surface) for text in TEXTS for surface in SURFACES]
    pairs += [(name, f"{name}-soft") for name in ON_OWN_SOFT]
    pairs += [("ink", f"{name}-soft") for name in (*ON_OWN_SOFT, "accent")]
    pairs += [("ink-on-accent", "accent"), ("ink-on-accent", "accent-strong")]
    weak = [
        (one, other, round(_contrast(colours[one], colours[other]), 2))
        for one, other in pairs
        if _contrast(colours[one], colours[other]) < 4.5
    ]
    assert weak == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_focus_and_field_edges_stand_out(scheme):
    colours = _schemes()[scheme]
    weak = [
        (edge, surface)
        for edge in ("focus", "line-strong")
        for surface in SURFACES
        if _contrast(colours[edge], colours[surface]) < 3
    ]
    assert weak == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_map_steps_run_in_one_direction_and_stay_apart(scheme):
    colours = _schemes()[scheme]
    light = [_luminance(colours[f"level-{step}"]) for step in range(1, 6)]
    assert light == sorted(light, reverse=scheme == "light")
    steps = [
        _contrast(colours[f"level-{step}"], colours[f"level-{step + 1}"])
        for step in range(1, 5)
    ]
    assert min(steps) > 1.3
