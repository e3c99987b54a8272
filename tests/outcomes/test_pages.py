"""The curators' page, the file and the API say the same, and protect the same."""

import csv
import io
import re

import pytest

from matching.outcomes.models import Stage
from tests.matching.factories import make_region, make_topic
from tests.outcomes.conftest import at, make_event, write

pytestmark = pytest.mark.django_db
PAGE, FILE, API = (
    "/curation/outcomes/",
    "/curation/outcomes/export/",
    "/api/v1/outcomes/",
)


@pytest.fixture
def as_curator(client, curator):
    client.force_login(curator)
    return client


@pytest.fixture
def log():
    """Twenty pairs of Spain, six of Finland and two of Malta; three of them met."""
    make_topic("C", label_en="Manufacturing")
    for code in ("ES", "FI", "MT"):
        make_region(code, name=f"Land {code}")
    for number in range(28):
        country = "ES" if number < 20 else "FI" if number < 26 else "MT"
        common = {"country": country, "theme": "C", "at": at("2026-05-04")}
        write(make_event(Stage.SHOWN, 1, 100 + number, **common))
        if number % 10 == 0:
            write(make_event(Stage.MET, 1, 100 + number, **common))


def cells(html: str, heading: str) -> list[list[str]]:
    """The rows of the table under a heading, as texts."""
    part = html.split(heading, 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr>(.*?)</tr>", part, re.S)[1:]
    return [
        [
            re.sub(r"<[^>]+>", "", cell).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        for row in rows
    ]


def test_page_tells_the_totals_as_they_are(as_curator, log):
    html = as_curator.get(PAGE).content.decode()
    rows = cells(html, 'id="stages-title"')
    assert [row[0] for row in rows] == [
        stage.label[0].upper() + stage.label[1:] for stage in Stage
    ]
    told = {row[0]: row[1:3] for row in rows if row[1] != "0"}
    assert told == {"Shown": ["28", "28"], "Met": ["3", "3"]}
    assert 'id="groups-title"' not in html


def test_division_protects_small_numbers(as_curator, log):
    html = as_curator.get(f"{PAGE}?by=country").content.decode()
    rows = {row[0]: row[1:] for row in cells(html, 'id="groups-title"')}
    shown = {name: row[0] for name, row in rows.items()}
    assert shown == {"Land ES": "20", "Land FI": "not told", "Land MT": "fewer than 5"}
    met = list(Stage).index(Stage.MET)
    assert {name: row[met] for name, row in rows.items()} == {
        "Land ES": "fewer than 5",
        "Land FI": "fewer than 5",
        "Land MT": "0",
    }
    held = re.findall(r"<td[^>]*>(?:(?!</td>).)*(?:fewer|not told).*?</td>", html, re.S)
    assert len(held) == 4
    assert not any("progress" in one for one in held)


def test_filter_keeps_to_a_value_and_a_period(as_curator, log):
    def shown(query: str) -> str:
        html = as_curator.get(f"{PAGE}?{query}").content.decode()
        return cells(html, 'id="stages-title"')[0][1] if "stages-title" in html else ""

    assert shown("country=ES") == "20"
    assert shown("country=FI") == "not told"
    assert shown("country=MT&theme=C") == "not told"
    assert shown("since=2026-05-04&until=2026-05-04") == "28"
    assert shown("since=2026-05-05") == ""
    assert shown("until=2026-05-03") == ""


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("country=XX", "There is no “XX” in this list."),
        ("by=rank", "There is no “rank” in this list."),
        ("since=yesterday", "Enter a valid date."),
        ("since=2026-02-01&until=2026-01-01", "The period ends before it begins."),
        ("by=country&country=ES", "cannot be divided by it too"),
        ("colour=red", "There is no filter of this name."),
    ],
)
def test_wrong_parameter_is_an_error_everywhere(as_curator, log, query, said):
    for path in (PAGE, FILE):
        answer = as_curator.get(f"{path}?{query}")
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert "stages-title" not in answer.content.decode()
    answer = as_curator.get(f"{API}?{query}")
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_page_before_anything_happened(as_curator):
    assert "Nothing has happened yet" in as_curator.get(PAGE).content.decode()


def lines(answer) -> list[dict]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_file_holds_all_divisions_protected(as_curator, log):
    answer = as_curator.get(FILE)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = lines(answer)
    assert {row["group"] for row in rows} == {
        "total",
        "country",
        "cohesion",
        "theme",
        "kind",
    }
    told = {(r["group"], r["value"], r["stage"]): r["pairs"] for r in rows}
    assert told["total", "", "shown"] == "28"
    assert told["total", "", "met"] == "<5"
    assert told["country", "ES", "shown"] == "20"
    assert told["country", "FI", "shown"] == "x"
    assert told["country", "MT", "shown"] == "<5"
    assert told["theme", "C", "shown"] == "28"
    assert told["theme", "C", "met"] == "x"
    assert not any(pairs in "1234" for pairs in told.values())


def test_file_keeps_to_the_filters_of_the_page(as_curator, log):
    html = as_curator.get(f"{PAGE}?country=ES&by=theme").content.decode()
    url = re.search(r'href="([^"]*export/[^"]*)"', html)[1].replace("&amp;", "&")
    rows = lines(as_curator.get(url))
    assert {row["group"] for row in rows} == {"total", "theme"}
    assert {row["only"] for row in rows} == {"country=ES"}
    assert rows[0]["pairs"] == "20"


def test_api_answers_as_the_page(as_curator, log):
    whole = as_curator.get(API).json()
    assert whole["is_protected"] is False
    assert whole["stages"][0] == {
        "stage": "shown",
        "pairs": 28,
        "mark": "",
        "events": 28,
        "per_100_before": None,
        "median_days": None,
    }
    found = as_curator.get(f"{API}?by=country").json()
    assert found["is_protected"] is True
    assert {
        one["value"]: (one["stages"][0]["pairs"], one["stages"][0]["mark"])
        for one in found["groups"]
    } == {"ES": (20, ""), "FI": (None, "hidden"), "MT": (None, "few")}
    assert {one["events"] for one in found["stages"]} == {None}


def test_page_links_itself_among_the_curators_pages(as_curator):
    assert f'href="{PAGE}"' in as_curator.get("/curation/cases/").content.decode()


def test_queries_do_not_grow_with_the_log(as_curator, django_assert_num_queries):
    def ask(number: int) -> int:
        for one in range(number):
            write(make_event(Stage.MET, number, 1000 + one, country="ES"))
        with django_assert_num_queries(13):
            as_curator.get(f"{PAGE}?by=country")

    as_curator.get(PAGE)
    ask(1)
    ask(30)
