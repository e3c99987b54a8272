"""The map: every region has an outline, and marks land on the right one."""

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from django.template import Context, Template

from portal.management.projection import laea
from portal.management.topology import area, border_arcs, clip, read_topology, simplify
from portal.web.regionmap import (
    arcs_between,
    choropleth,
    map_facts,
    outlines_of,
    region_marks,
)

BASE = Path(settings.BASE_DIR)
NUTS = BASE / "static" / "vendor" / "atlas" / "nuts2-2021.topo.json"


def _drawing() -> str:
    return (BASE / "static" / "map" / "europe.svg").read_text()


def _register_codes(level: str) -> set[str]:
    with (BASE / "regions" / "data" / "regions.csv").open(newline="") as file:
        return {row["code"] for row in csv.DictReader(file) if row["level"] == level}


def _render(source: str, **context) -> str:
    return Template("{% load map %}" + source).render(Context(context))


def test_drawing_has_one_outline_for_each_nuts2_region_and_no_other():
    drawn = re.findall(r'<path id="([A-Z]{2}[0-9A-Z]{2})" d="M', _drawing())
    assert sorted(drawn) == sorted(_register_codes("2"))
    assert sorted(map_facts()["points"]) == sorted(drawn)


def test_drawing_agrees_with_the_boundaries_it_was_made_from():
    shapes = read_topology(NUTS, "NUTS").shapes
    assert {shape.id for shape in shapes} == set(map_facts()["points"])


@pytest.mark.parametrize("level", ["0", "1", "3"])
def test_regions_of_other_levels_roll_up_to_outlines(level):
    assert [code for code in _register_codes(level) if not outlines_of(code)] == []


def test_drawing_stays_light():
    assert len(_drawing().encode()) < 120_000


def test_label_points_lie_inside_the_drawing():
    facts = map_facts()
    outside = [
        code
        for code, (x, y) in facts["points"].items()
        if not (0 <= x <= facts["width"] and 0 <= y <= facts["height"])
    ]
    assert outside == []


def test_outermost_regions_stand_in_their_frames():
    facts = map_facts()
    for inset in facts["insets"]:
        x, y, width, height = inset["frame"]
        point_x, point_y = facts["points"][inset["code"]]
        assert x < point_x < x + width, inset["code"]
        assert y < point_y < y + height, inset["code"]
    framed = {inset["code"] for inset in facts["insets"]}
    overseas = {"FRY1", "FRY2", "FRY3", "FRY4", "FRY5", "PT20", "PT30", "ES70"}
    assert framed == overseas | {"ES63", "ES64", "NO0B"}


def test_outlines_of_a_code_from_another_scheme_is_empty():
    assert outlines_of("XX99") == []
    assert outlines_of("") == []
    assert outlines_of("F") == []


def test_outlines_of_a_country_do_not_take_in_another():
    assert outlines_of("CZ") == [f"CZ0{number}" for number in range(1, 9)]
    assert outlines_of("PT11A") == ["PT11"]


def test_region_marks_where_two_share_an_outline_shows_the_higher():
    regions = [
        {"code": "PT11A", "level": 2, "label": "Low"},
        {"code": "PT111", "level": 4, "label": "High", "value": 9, "url": "/x/"},
    ]
    (mark,) = region_marks(regions, "")
    assert (mark.path, mark.css, mark.text, mark.url) == (
        "PT11",
        "level-4",
        "High: 9",
        "/x/",
    )


def test_region_marks_subject_covers_its_own_level():
    marks = region_marks([{"code": "SK02", "level": 5}], "SK02")
    assert [(mark.path, mark.css) for mark in marks] == [("SK02", "subject")]


def test_region_marks_skip_codes_the_map_does_not_know():
    assert region_marks([{"code": "XX99", "level": 5}], "") == []


def test_arcs_between_draws_ten_once_each_and_never_to_itself():
    partners = ["SK02", "AT12", "AT12", *sorted(outlines_of("DE"))]
    arcs = arcs_between("SK02", partners)
    assert [arc.code for arc in arcs] == ["AT12", *sorted(outlines_of("DE"))[:9]]


def test_arcs_between_unknown_subject_is_empty():
    assert arcs_between("XX99", ["AT12"]) == []


def test_choropleth_classes_are_even_and_unknown_values_stay_apart():
    values = {f"R{number}": number for number in range(10)} | {"none": None}
    levels, legend = choropleth(values)
    assert [levels[f"R{number}"] for number in range(10)] == [
        *(1, 1, 2, 2, 3, 3, 4, 4, 5, 5)
    ]
    assert levels["none"] == 0
    assert legend[0] == {"level": 5, "low": 8, "high": 9, "count": 2}
    assert sum(row["count"] for row in legend) == 10


def test_choropleth_equal_values_share_one_class():
    levels, legend = choropleth({"a": 3, "b": 3, "c": 3})
    assert len(set(levels.values())) == len(legend) == 1


def test_choropleth_without_values_has_no_legend():
    assert choropleth({"a": None}) == ({"a": 0}, [])


def test_region_map_names_only_marked_outlines_and_escapes_words():
    html = _render(
        '{% region_map regions=regions subject="SK02" arcs=arcs table_id="rows" %}',
        regions=[
            {"code": "AT12", "level": 3, "label": "<b>A", "url": "/regions/AT12/"}
        ],
        arcs=["AT12"],
    )
    assert re.findall(r"europe\.svg#([A-Z]{2}..)", html) == ["AT12", "SK02"]
    assert "<title>&lt;b&gt;A</title>" in html
    assert 'href="/regions/AT12/" tabindex="-1"' in html
    assert html.count('class="map-arc"') == 1
    assert 'href="#rows"' in html
    assert "© EuroGeographics for the administrative boundaries" in html
    assert "style=" not in html


def test_region_map_with_unknown_values_says_so_in_the_legend():
    levels, legend = choropleth({"AT12": 4.0, "AT13": None})
    regions = [{"code": code, "level": level} for code, level in levels.items()]
    source = "{% region_map regions=regions legend=legend %}"
    html = _render(source, regions=regions, legend=legend)
    assert html.count("not known") == 1
    known = _render(source, regions=regions[:1], legend=legend)
    assert "not known" not in known


def test_region_map_of_all_regions_stays_light():
    regions = [
        {
            "code": code,
            "level": 1,
            "label": code,
            "value": 1,
            "url": f"/regions/{code}/",
        }
        for code in map_facts()["points"]
    ]
    html = _render("{% region_map regions=regions %}", regions=regions)
    assert html.count('class="map-region') == 334
    assert len(html) < 90_000


def test_laea_gives_the_published_test_point():
    # IOGP guidance note 7-2, Lambert azimuthal equal area: 50° N, 5° E
    east, north = laea(np.array([[5.0, 50.0]]))[0] + [4321, 3210]
    assert (round(east, 5), round(north, 5)) == (3962.79945, 2999.71885)


def test_simplify_keeps_ends_and_corners_and_drops_the_rest():
    line = np.array([[0, 0], [5, 0.1], [10, 0], [10, 5], [10, 10]], dtype=float)
    assert simplify(line, 1.0).tolist() == [[0, 0], [10, 0], [10, 10]]


def test_clip_cuts_to_the_box_and_drops_what_lies_outside():
    square = np.array([[0, 0], [10, 0], [10, 10], [0, 10], [0, 0]], dtype=float)
    part = clip(square, np.array([5, 5]), np.array([20, 20]))
    assert area(part) == 25
    assert clip(square, np.array([20, 20]), np.array([30, 30])).size == 0


def test_border_arcs_lie_between_two_countries():
    topology = read_topology(NUTS, "NUTS")
    borders = set(border_arcs(topology.shapes))
    iceland = {
        abs(n) for s in topology.shapes if s.id == "IS00" for r in s.rings for n in r
    }
    assert borders
    assert not borders & iceland
