"""Reasons in words: every code has a sentence, every sentence a link to its field."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.utils import translation

from matching import engine
from matching.features import component_names, explain_pairs
from matching.reasons import word_explanations
from matching.wording import COMPONENT_LABELS, COMPONENT_MEANINGS
from matching.wording_reasons import ANCHORS, GAPS, SENTENCES, SUBJECTS
from regions.models import Cooperation, CooperationMember, RegionStrength, Topic
from regions.queries.vocabulary import vocabulary
from tests.matching.factories import (
    make_cluster,
    make_item,
    make_priority,
    make_region,
    make_topic,
)

pytestmark = pytest.mark.django_db
ENGINE = Path(engine.__file__).parent


def worded(profile, *partners):
    explained = explain_pairs(profile.pk, [partner.pk for partner in partners])
    by_key = {partner.pk: partner for partner in partners}
    return word_explanations(profile, by_key, explained, vocabulary())


def said(phrases) -> dict[str, tuple[str, str]]:
    return {phrase.code: (phrase.text, phrase.url) for phrase in phrases}


@pytest.fixture
def pair():
    """A priority of ES51 and a cluster of PL91 with a reason of nearly every code."""
    make_region("ES51", name="Catalonia", cohesion_category="more")
    make_region("PL91", name="Warsaw", cohesion_category="less")
    make_topic("N1", scheme="scientific", label_en="Materials")
    make_topic("P1", scheme="policy", label_en="Circular economy")
    make_topic("20", label_en="Chemicals", label_de="Chemie", label_fr="Chimie")
    profile = make_priority(
        "ES51", ("20", "N1", "P1"), title="A", keywords=["membranes"], stage_bits=1
    )
    partner = make_cluster(
        "PL91", ("20", "N1", "P1"), title="B", keywords=["membranes"], stage_bits=12
    )
    return profile, partner


def test_shared_topics_are_said_by_scheme_with_a_link_to_the_topics(pair):
    profile, partner = pair
    shared = worded(profile, partner)[partner.pk].shared
    texts = [one.text for one in shared if one.code == "shared_topics"]
    links = {one.url for one in shared if one.code == "shared_topics"}
    assert texts == [
        "Both work on “Chemicals”",
        "Both do research in “Materials”",
        "Both aim at “Circular economy”",
    ]
    assert links == {f"/clusters/{partner.slug}/#topics"}


def test_labels_are_in_the_language_of_the_reader(pair):
    profile, partner = pair
    with translation.override("de"):
        shared = worded(profile, partner)[partner.pk].shared
    assert "Chemie" in shared[0].text
    assert "Chemicals" not in shared[0].text


def test_gains_are_told_apart_by_side_and_link_to_whose_record_it_is(pair):
    profile, partner = pair
    theirs = make_item(partner, "offer", text="pilot plant")
    need = make_item(profile, "need", text="scale-up")
    own = make_item(profile, "offer", text="", derivation="region_strong")
    wish = make_item(partner, "need", text="catalysts")
    found = worded(profile, partner)[partner.pk]
    gain, give = said(found.gain), said(found.give)
    assert gain["offer_meets_need"] == (
        f"They offer “{theirs.text}”. You need “{need.text}”",
        f"/clusters/{partner.slug}/#item-{theirs.pk}",
    )
    assert give["offer_meets_need"] == (
        f"You offer “Chemicals” (derived). They need “{wish.text}”",
        f"/priorities/{profile.slug}/#item-{own.pk}",
    )
    assert gain["covers_stage"] == (
        "They cover stages that you do not: pilot and production",
        f"/clusters/{partner.slug}/#stages",
    )
    assert give["covers_stage"] == (
        "You cover stages that they do not: research",
        f"/priorities/{profile.slug}/#stages",
    )


def test_regions_speak_of_strength_projects_and_distance(pair):
    profile, partner = pair
    topic = Topic.objects.get(code="20")
    RegionStrength.objects.create(
        region=partner.region, topic=topic, strength=0.9, location_quotient=2.0
    )
    third = make_region("FR10", name="Paris region")
    direct = Cooperation.objects.create(slug="a", name="SolventLoop", year=2022)
    for place in (profile.region, partner.region, third):
        CooperationMember.objects.create(cooperation=direct, region=place, name="m")
    other = Cooperation.objects.create(slug="b", name="MembraneNet", year=2020)
    for place in (profile.region, third):
        CooperationMember.objects.create(cooperation=other, region=place, name="m")
    found = worded(profile, partner)[partner.pk]
    gain, shared = said(found.gain), said(found.shared)
    assert gain["strong_in"] == (
        "Warsaw has strength in “Chemicals”",
        f"/clusters/{partner.slug}/#region",
    )
    assert shared["worked_together"][0] == (
        "The two regions worked together in SolventLoop (2022)"
    )
    assert shared["other_country"][0] == (
        "Different countries: Country ES and Country PL"
    )
    assert shared["other_category"][0] == (
        "Different cohesion categories: more developed and less developed"
    )
    assert shared["shared_words"] == (
        "Both speak of membranes",
        f"/clusters/{partner.slug}/#keywords",
    )


def test_mirrored_pair_swaps_the_columns(pair):
    profile, partner = pair
    make_item(partner, "offer")
    make_item(profile, "need")
    here = worded(profile, partner)[partner.pk]
    there = worded(partner, profile)[profile.pk]
    assert [one.code for one in here.gain] == [one.code for one in there.give]
    assert [one.code for one in here.give] == [one.code for one in there.gain]


def test_gap_on_both_sides_is_one_phrase(pair):
    profile, partner = pair
    make_item(partner, "offer")
    unknown = worded(profile, partner)[partner.pk].unknown
    assert "needs of either side" in unknown
    assert "your offers" in unknown
    assert "their offers" not in unknown


def test_many_subjects_are_counted_not_listed():
    codes = ("10", "13", "20", "26", "28")
    profile, partner = make_priority("ES51", codes), make_cluster("PL91", codes)
    text = worded(profile, partner)[partner.pk].shared[0].text
    assert text.count("“Topic") == 3
    assert text.endswith("and 2 more")


@pytest.mark.parametrize("number", [1, 3, 25])
def test_wording_asks_the_same_queries_for_any_number(
    pair, number, django_assert_num_queries
):
    profile, _ = pair
    make_item(profile, "need")
    partners = [make_cluster(f"D{n:03}") for n in range(number)]
    for partner in partners:
        make_item(partner, "offer")
    explained = explain_pairs(profile.pk, [partner.pk for partner in partners])
    by_key = {partner.pk: partner for partner in partners}
    words = vocabulary()
    # 1 offers and needs with their facilities, 2 their topics; no joint project.
    with django_assert_num_queries(2):
        found = word_explanations(profile, by_key, explained, words)
    assert len(found) == number


def test_every_reason_of_the_engine_has_a_sentence():
    source = "".join(path.read_text() for path in ENGINE.glob("reasons_*.py"))
    codes = set(re.findall(r'Reason\("(\w+)"', source)) | {"offer_meets_need"}
    assert codes == set(SUBJECTS)
    said_codes = {
        re.sub(r"^(shared_topics|offer_meets_need)_\w+", r"\1", code)
        for code, _ in SENTENCES
    }
    assert said_codes == codes


def test_every_reason_has_a_sentence_for_each_side_that_the_document_names():
    text = (ENGINE.parent.parent / "docs" / "scoring.md").read_text()
    table = text[text.index("### Reasons") : text.index("Gaps: `no_topics`")]
    rows = re.findall(r"^\| (`.+?) \| .+? \| ([a-z /]+), ([a-z /]+?) \|", table, re.M)
    said = {(re.sub(r"^(shared_topics)_\w+", r"\1", c), side) for c, side in SENTENCES}
    named = {
        (code, side)
        for codes, sides, _ in rows
        for code in re.findall(r"`(\w+)`", codes)
        for side in sides.split(" / ")
    }
    assert {code for code, _ in named} == set(SUBJECTS)
    assert named <= said
    fields = {field for *_, found in rows for field in found.split(" / ")}
    assert fields <= set(ANCHORS)


def test_shared_words_of_a_summary_lead_to_it_where_there_is_one(pair):
    profile, partner = pair
    for side in pair:
        side.keywords, side.summary = [], "Filters of graphene"
        side.save()
    shared = said(worded(profile, partner)[partner.pk].reasons)
    assert shared["shared_words"][1].endswith(f"/{partner.slug}/#summary")
    partner.title, partner.summary = "Graphene", ""
    partner.save()
    shared = said(worded(profile, partner)[partner.pk].reasons)
    assert "#summary" not in shared["shared_words"][1]


def test_every_gap_of_the_engine_has_a_phrase_for_each_side():
    source = (ENGINE / "unknown.py").read_text()
    codes = set(re.findall(r'"(no_\w+)"', source))
    assert {code for code, _ in GAPS} == codes
    for code in codes - {"no_common_scheme", "no_shared_activity"}:
        assert {side for known, side in GAPS if known == code} == {
            "you",
            "they",
            "both",
        }


def test_every_component_has_a_label_and_a_meaning():
    assert tuple(COMPONENT_LABELS) == tuple(COMPONENT_MEANINGS) == component_names()


def test_anchors_cover_every_field_the_engine_names():
    source = "".join(path.read_text() for path in ENGINE.glob("reasons_*.py"))
    fields = set(re.findall(r'"(?:both|you|they)", "(\w+)"', source))
    fields |= set(re.findall(r'(?:BOTH|side|THEY|YOU), "(\w+)"', source))
    fields -= {"you", "they"}
    assert fields <= set(ANCHORS)
    assert {"topics", "offers", "stages", "region", "cooperation"} <= fields


@pytest.mark.parametrize(
    ("needed", "sentence"),
    [
        ("20", "Their region is strong in “Topic 20”, where yours is weak"),
        ("21", "Their region is strong in “Topic 20”, related to “Topic 21”, where"),
    ],
)
def test_figures_are_not_worded_as_an_offer(needed, sentence):
    make_region("AT11")
    make_region("DE11")
    codes = {make_topic("20").code, make_topic("21").code}
    mine = make_cluster("AT11", topics=sorted(codes))
    theirs = make_cluster("DE11", topics=sorted(codes))
    need = make_item(mine, "need", text="", derivation="region_weak")
    offer = make_item(theirs, "offer", text="", derivation="region_strong")
    need.topics.set([needed])
    offer.topics.set(["20"])
    reason = SimpleNamespace(
        code="offer_meets_need",
        component="receive",
        side="they",
        field="offers",
        subjects=(offer.pk, need.pk),
    )
    explanation = SimpleNamespace(reasons=(reason,), unknown=())
    worded = word_explanations(
        mine, {theirs.pk: theirs}, {theirs.pk: explanation}, vocabulary()
    )
    assert worded[theirs.pk].reasons[0].text.startswith(sentence)
