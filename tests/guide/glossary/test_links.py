"""The page of the glossary, the links that lead to it, and its place in the search."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from portal.guide.glossary import terms_of
from portal.guide.glossary.linking import found_in
from regions.models import CohesionCategory
from regions.services import rebuild_search
from regions.wording import SCHEME_WORDS


def shown(template: str, language: str = "en", **context) -> str:
    with translation.override(language):
        return Template("{% load glossary %}" + template).render(Context(context))


def link(key: str, text: str, language: str = "en") -> str:
    return f'<a class="term" href="/guide/{language}/glossary/#{key}">{text}</a>'


@pytest.mark.parametrize(
    ("language", "word"), [("en", "offer"), ("de", "Angebot"), ("fr", "offre")]
)
def test_a_word_leads_to_the_readers_glossary(language, word):
    assert shown('{% term "offer" %}', language) == link("offer", word, language)


def test_another_form_and_a_text_of_python_are_linked_escaped():
    assert shown('{% term "offer" label %}', label="A<b") == link("offer", "A&lt;b")
    assert shown('{{ label|term:"offer" }}', label="A<b") == link("offer", "A&lt;b")
    assert shown('{{ label|term:"offer" }}', label="") == ""


@pytest.mark.parametrize(
    "template", ['{% term "x" %}', '{{ "a"|term:"x" }}', '{% term_mark "x" %}']
)
def test_an_unknown_key_is_an_error(template):
    with pytest.raises(KeyError, match="no term 'x'"):
        shown(template)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Strategy", link("strategy", "Strategy")),
        ("A strategy & more", "A strategy &amp; more"),
        (
            "NUTS level & <TRL>",
            f"{link('nuts', 'NUTS level')} &amp; &lt;{link('trl', 'TRL')}&gt;",
        ),
        ("I3 and I3", f"{link('i3', 'I3')} and I3"),
        ("Green transition", "Green transition"),
        ("transition", link("transition-region", "transition")),
        ("Nutshell", "Nutshell"),
        (mark_safe("<b>NUTS</b>"), "<b>NUTS</b>"),
    ],
)
def test_labels_link_words_whole_and_technical_words_within(label, expected):
    assert shown("{{ label|with_terms }}", label=label) == expected


def test_titles_are_linked_only_where_they_are_a_word():
    assert shown("{{ t|whole_term }}", t="Consortia") == link("consortium", "Consortia")
    assert shown("{{ t|whole_term }}", t="Consortia <1>") == "Consortia &lt;1&gt;"
    assert shown("{{ t|whole_term }}", t="I3 rules") == "I3 rules"


def test_a_mark_says_which_word_it_explains():
    html = shown('{% term_mark "trl" %}')
    assert 'href="/guide/en/glossary/#trl"' in html
    assert 'aria-label="What “TRL” means"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_page_has_each_term_under_its_anchor(client, language):
    answer = client.get(f"/guide/{language}/glossary/")
    html = answer.content.decode()
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}">' in html
    for one in terms_of(language):
        assert f'id="{one.key}"' in html
    assert len(answer.content) < 150_000
    for code in ("en", "de", "fr"):
        assert re.search(
            rf'hreflang="{code}" href="[^"]*/guide/{code}/glossary/"', html
        )


@pytest.mark.django_db
def test_a_language_that_the_portal_has_not_is_not_there(client):
    assert client.get("/guide/xx/glossary/").status_code == 404


@pytest.mark.django_db
def test_words_are_found_in_the_readers_language_only(client):
    rebuild_search()
    found = client.get("/search/?q=cohesion+category").content.decode()
    assert 'href="/guide/en/glossary/#cohesion-category"' in found
    assert "Regionenkategorie" not in found
    german = client.get(
        "/search/?q=Regionenkategorie", headers={"accept-language": "de"}
    ).content.decode()
    assert 'href="/guide/de/glossary/#cohesion-category"' in german


def test_each_word_is_linked_from_a_page_or_a_chapter():
    """Templates name a key, or show a title or label that is a word of it."""
    said = "".join(
        path.read_text(encoding="utf-8")
        for folder, pattern in (
            (Path(settings.BASE_DIR) / "templates", "*.html"),
            (Path(settings.BASE_DIR) / "portal/guide/chapters/texts/en", "*.md"),
        )
        for path in folder.rglob(pattern)
    )
    linked = {
        one.key
        for one in terms_of("en")
        if f' "{one.key}"' in said or f"(term:{one.key})" in said
    }
    # What `_page_header.html`, `_topic_groups.html` and the facts of a region link.
    titles = re.findall(r'{% translate "([^"]+)" as title %}', said)
    labels = [*SCHEME_WORDS.values(), *CohesionCategory.labels]
    with translation.override("en"):
        for text in (*titles, *map(str, labels)):
            linked |= {key for _start, _end, key in found_in(text)}
    assert {one.key for one in terms_of("en")} - linked - WITH_THEIR_ROOMS == set()


# The pages of these rooms have the word as their title.
WITH_THEIR_ROOMS = {"practice", "self-assessment"}
