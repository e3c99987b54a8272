"""Tags and shared page parts: what readers see for given facts."""

import datetime
import re
from html import unescape as html_unescape
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from portal.web.templatetags.ui import (
    confidence_word,
    is_here,
    kind_word,
    not_confirmed_word,
    percent,
    score,
    score_parts,
    since,
)

MATCH = {
    "rank": 3,
    "score": 71.4,
    "kind": "bridge",
    "url": "/matches/a/3/",
    "contributions": {"focus": 50.4, "words": 21.0},
    "labels": {"focus": "Focus"},
    "profile": {
        "title": "Fibres & films",
        "type": "cluster",
        "url": "/clusters/fibres/",
        "region": {"code": "PT11", "name": "Norte", "country": "Portugal"},
    },
    "gain": [{"text": "A pilot line", "url": "/priorities/a/#offer-1"}],
    "give": [],
    "unknown": ["budget"],
}


def _words(html: str) -> str:
    """The text of a part; neighbouring elements are words of their own."""
    return " ".join(html_unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _part(part: str, **context) -> str:
    return render_to_string(f"includes/_{part}.html", context)


def _request(path: str = "/", user=None):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    return request


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (12, "12 days ago"),
        (95, "3 months ago"),
        (400, "13 months ago"),
        (800, "2 years ago"),
    ],
)
def test_since_says_it_in_plain_words(days, words):
    assert since(timezone.localdate() - datetime.timedelta(days=days)) == words


def test_since_takes_a_moment_in_the_readers_time_zone():
    assert since(timezone.now()) == "today"


def test_since_of_a_day_to_come_is_the_date_and_of_none_nothing():
    day = timezone.localdate() + datetime.timedelta(days=3)
    assert since(day) == day.isoformat()
    assert since(None) == ""


def test_numbers_without_a_value_are_a_dash():
    assert (score(None), percent(None)) == ("–", "–")
    assert (score(71.6), percent(0.113)) == ("72", "11 %")


def test_words_of_confidence_depend_on_who_confirmed():
    assert confidence_word("confirmed") == "Confirmed by the region"
    assert confidence_word("confirmed", "cluster") == "Confirmed by the cluster"
    assert confidence_word("recalled", "cluster") == "General knowledge, no page read"
    assert not_confirmed_word("cluster") == "not confirmed by the cluster"
    assert not_confirmed_word("") == "not confirmed by the region"
    assert kind_word("alike") == "Alike"


def test_is_here_marks_pages_below_but_not_the_start_page():
    assert is_here("/regions/", "/regions/PT11/")
    assert not is_here("/", "/regions/")
    assert not is_here("", "/regions/")


def test_score_parts_lie_end_to_end():
    parts = score_parts({"focus": 20.5, "track_record": 10.25}, {"focus": "Focus"})
    assert [(p.label, p.start, p.width) for p in parts] == [
        ("Focus", 0.0, 20.5),
        ("Track record", 20.5, 10.25),
    ]


def test_score_parts_never_run_over_the_end_nor_backwards():
    rows = [
        {"code": "a", "label": "A", "points": 90},
        {"code": "b", "label": "B", "points": -5},
        {"code": "c", "label": "C", "points": 20},
    ]
    parts = score_parts(rows)
    assert [(p.points, p.width) for p in parts] == [(90, 90.0), (-5, 0.0), (20, 10.0)]


def test_icon_is_decoration_unless_it_has_a_label():
    template = Template('{% load ui %}{% icon "search" %}{% icon "map" label %}')
    html = template.render(Context({"label": "<Map>"}))
    assert html.count('aria-hidden="true"') == 1
    assert 'role="img" aria-label="&lt;Map&gt;"' in html


def test_hidden_params_carry_the_query_on_escaped():
    template = Template('{% load ui %}{% hidden_params "page" %}')
    request = _request('/?kind=alike&kind=bridge&page=2&q="><script>')
    html = template.render(Context({"request": request}))
    assert html.count('name="kind"') == 2
    assert "page" not in html
    assert "<script>" not in html


def test_match_card_says_who_why_and_what_is_not_known():
    html = _part("match_card", match=MATCH)
    assert _words(html) == (
        "Score 71 of 100 Rank 3 Fibres & films Bridge Norte Portugal Cluster "
        "What you gain A pilot line What they gain Nothing stated yet. "
        "Not known: budget What the score is made of, in points of 100 "
        "Focus 50.4 Words 21"
    )
    assert 'href="/priorities/a/#offer-1"' in html
    assert "style=" not in html
    assert "match-card__actions" not in html


def test_contribution_bar_widths_keep_the_point_in_every_language(settings):
    settings.LANGUAGE_CODE = "de"
    html = _part("contribution_bar", contributions={"focus": 50.4, "words": 21.0})
    assert 'x="50.4" width="21.0"' in html


def test_provenance_of_a_confirmed_record_says_when():
    record = SimpleNamespace(
        confidence="confirmed",
        source_name="Strategy",
        source_url="https://example.org/s",
        source_date=datetime.date(2023, 5, 1),
        confirmed_at=timezone.now(),
    )
    assert _words(_part("provenance", record=record)) == (
        "Confirmed by the region Strategy source of 1 May 2023 confirmed today"
    )


def test_provenance_of_a_recalled_cluster_says_nobody_confirmed_it():
    html = _part("provenance", record={"confidence": "recalled"}, confirmer="cluster")
    assert (
        _words(html) == "General knowledge, no page read not confirmed by the cluster"
    )


def test_facets_show_the_first_options_and_fold_the_rest():
    options = [
        {"value": f"v{n}", "label": f"Word {n}", "count": n, "selected": n == 2}
        for n in range(1, 5)
    ]
    html = _part("facets", name="kind", label="Kind", options=options, shown=2)
    shown, folded = html.split("Show all 4")
    assert shown.count('type="checkbox"') == folded.count('type="checkbox"') == 2
    assert html.count(" checked") == 1
    assert 'id="kind-v2" name="kind" value="v2" checked' in html


def test_pagination_keeps_the_filters():
    page = Paginator(range(60), 25).page(2)
    request = _request("/?kind=alike&page=2")
    html = _part("pagination", page=page, request=request)
    assert 'href="?kind=alike&amp;page=1"' in html
    assert "26 to 50 of 60" in html


def test_pagination_of_a_single_page_is_silent():
    page = Paginator(range(5), 25).page(1)
    assert _part("pagination", page=page, request=_request()).strip() == ""


def test_facts_that_are_missing_read_not_known():
    items = [{"label": "Budget", "value": None}, {"label": "Zero", "value": 0}]
    html = _part("definition_list", items=items)
    assert _words(html) == "Budget not known Zero 0"


def test_progress_without_an_end_has_no_value():
    assert "value=" not in _part("progress", label="Waiting")
    assert 'value="0" max="10"' in _part("progress", label="Scoring", value=0, max=10)


def test_progress_asks_again_only_while_it_is_told_to():
    assert 'hx-get="/x/"' in _part("progress", label="Scoring", poll_url="/x/")
    assert "hx-get" not in _part("progress", label="Done")


def test_base_page_for_a_visitor_carries_no_token():
    html = render_to_string("base.html", request=_request())
    assert "csrf" not in html.lower()
    assert 'lang="en"' in html
    assert '"allowEval": false' in html
    assert "Sign in" in html


@pytest.mark.django_db
def test_base_page_for_staff_shows_curation_and_a_token():
    user = factories.make_person("ana", is_staff=True)
    html = render_to_string("base.html", request=_request(user=user))
    assert "X-CSRFToken" in html
    assert "Sign out" in html
    assert "Sign in" not in html


@pytest.mark.parametrize("code", [400, 500, 503])
def test_error_pages_need_neither_person_nor_request(code):
    html = render_to_string(f"{code}.html")
    assert f">{code}</p>" in html
    assert html.count("<h1>") == 1


@pytest.mark.parametrize("code", [403, 404])
def test_error_pages_say_where_to_go(code):
    html = render_to_string(f"{code}.html", request=_request("/regions/none/"))
    assert "Start page" in html
    assert ("next=/regions/none/" in html) is (code == 403)


def test_templates_hold_no_inline_script_or_style(settings):
    templates = settings.BASE_DIR / "templates"
    texts = {
        path.name: path.read_text()
        for path in [
            *templates.glob("*.html"),
            *(templates / "includes").glob("*.html"),
        ]
    }
    assert len(texts) > 20
    guilty = [
        name
        for name, text in texts.items()
        if re.search(r"""\sstyle=|<style|<script>|\son[a-z]+=""", text)
    ]
    assert guilty == []
