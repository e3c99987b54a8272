"""Words of rules: every kind, every finding and every error has its sentence."""

import pytest

from matching.calls.wording import (
    word_error,
    word_finding,
    word_kind,
    word_param,
    word_rule,
)
from matching.calls.wording_errors import _CODES
from matching.calls.wording_findings import _MET, _UNMET
from matching.calls.wording_names import KINDS as NAMES
from matching.calls.wording_rules import _SENTENCES
from matching.calls.wording_unknown import _FACTS
from matching.composition import (
    CODES,
    FINDING_CODES,
    KINDS,
    Rule,
    RuleError,
    check_rule,
    read_composition,
)
from tests.factories import make_region, renew

pytestmark = pytest.mark.django_db
# Said by the kind of rule, or with a number of its own.
OF_KINDS = {
    *("met", "too_few", "too_many", "not_eligible", "share_too_small"),
    *("share_too_large", "value_too_small", "value_too_large", "value_missing"),
    *("coordinator_wrong_actor", "coordinator_for_profit"),
    *("coordinator_wrong_category", "coordinator_missing", "shares_do_not_add_up"),
    "fact_unknown",
}
WITH_LIMITS = {"too_small", "too_large", "more_than_there_are", "not_a_choice"}


def test_every_kind_has_a_name_a_sentence_and_findings():
    for words in (NAMES, _SENTENCES, _MET, _UNMET):
        assert set(words) == set(KINDS)


def test_every_parameter_and_every_error_code_has_words():
    names = {param.name for kind in KINDS.values() for param in kind.params}
    assert [name for name in names if word_param(name) == name] == []
    assert CODES - set(_CODES) == WITH_LIMITS
    assert FINDING_CODES - set(_FACTS) == OF_KINDS


A = {"key": "a", "country": "ES", "region": "ES51", "category": "more"}
B = {"key": "b", "country": "FI", "region": "FI1C", "category": "less"}


def said(kind, params, *partners, **project):
    rule = Rule.read(kind, params)
    composition = read_composition({"partners": list(partners), **project})
    names = {"a": "Alpha", "b": "Beta"}
    return word_rule(rule), word_finding(check_rule(rule, composition), names)


@pytest.mark.parametrize(
    ("kind", "params", "partners", "rule", "finding"),
    [
        (
            "min_partners",
            {"n": 1},
            [],
            "At least 1 partner",
            "You have 0 of 1 partner.",
        ),
        (
            "min_countries",
            {"n": 3},
            [A, B],
            "Partners from at least 3 different countries",
            "You lack a partner from 1 further country.",
        ),
        (
            "min_from",
            {"n": 2, "of": "countries", "categories": ["less"], "outermost": True},
            [A, B],
            "Partners in a less developed region or an outermost region,"
            " from at least 2 different countries",
            "You lack a partner in a less developed region or an outermost region,"
            " from 1 further country.",
        ),
        (
            "eligible_countries",
            {"countries": ["ES", "UA"]},
            [A, B],
            "All partners are from these countries: Country ES and Ukraine",
            "Not from an eligible country: Beta (Country FI).",
        ),
        (
            "max_share",
            {"of": "partner", "share": 0.5},
            [A | {"share": 0.6}, B | {"share": 0.4}],
            "At most 50 % of the budget for one partner",
            "Too much of the budget, 60 % instead of 50 %: Alpha.",
        ),
        (
            "min_share",
            {"categories": ["less"], "share": 0.5},
            [A | {"share": 0.7}, B | {"share": 0.2}],
            "At least 50 % of the budget for partners in a less developed region",
            "The shares add up to 90 % instead of 100 %.",
        ),
        (
            "min_role",
            {"role": "pilot site", "n": 1},
            [A, B],
            "At least 1 partner in the role “pilot site”",
            "Not known yet: the role of Alpha and Beta.",
        ),
    ],
)
def test_rules_and_findings_are_sentences(kind, params, partners, rule, finding):
    make_region("ES51")
    make_region("FI1C")
    for code in ("ES", "FI"):
        make_region(code, name=f"Country {code}")
    renew()
    assert said(kind, params, *partners) == (rule, finding)


def test_an_error_of_a_case_names_the_row():
    with pytest.raises(RuleError) as error:
        read_composition({"partners": [A, B | {"share": 3}]})
    assert word_error(error.value) == "Partner 2: At most 1."
    assert word_kind("min_from") == "Partners in regions of certain categories"
