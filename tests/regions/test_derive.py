"""What a profile can be expected to offer and to need, from figures alone."""

from regions.register.derive import (
    DerivedItem,
    FacilityFacts,
    Figures,
    derive_needs,
    derive_offers,
)

LAB = FacilityFacts(7, "lab", "DE11", frozenset({"26", "NABS.6.12"}))


def figures(strength, related=None, facilities=()):
    """Figures with pairs given one way round made to hold both ways."""
    both: dict[str, dict[str, float]] = {}
    for (first, second), phi in (related or {}).items():
        both.setdefault(first, {})[second] = phi
        both.setdefault(second, {})[first] = phi
    return Figures(strength, both, facilities)


def rules(items):
    return [(item.derivation, item.topics) for item in items]


def test_derive_offers_strong_own_topic():
    known = figures({"DE11": {"13": (0.6, 2.0), "28": (0.59, 1.9), "62": (0.9, 4.0)}})

    offers = derive_offers("DE11", ["13", "28"], known)

    assert offers == [DerivedItem("offer", "technology", "region_strong", ("13",), 0.6)]


def test_derive_offers_related_topic():
    known = figures(
        {"DE11": {"13": (0.3, 1.0), "14": (0.8, 3.0), "15": (0.8, 3.0)}},
        {("13", "14"): 0.45, ("13", "15"): 0.44},
    )

    assert rules(derive_offers("DE11", ["13"], known)) == [("region_related", ("14",))]


def test_derive_offers_related_office_service_is_no_offer():
    known = figures({"DE11": {"78": (0.9, 4.0)}}, {("62", "78"): 0.7})

    assert derive_offers("DE11", ["62"], known) == []


def test_derive_offers_facility_of_its_field():
    known = figures({}, facilities=[LAB])

    by_code = derive_offers("DE11", ["26"], known)
    by_child = derive_offers("DE11", ["NABS.6.12.1"], known)

    assert by_code == [
        DerivedItem("offer", "facility", "region_facility", ("26",), 0.4, 7)
    ]
    assert rules(by_child) == [("region_facility", ("NABS.6.12",))]


def test_derive_leaves_out_a_facility_with_little_in_common():
    general = FacilityFacts(9, "hall", "DE11", frozenset({"71", "NABS.13.2", "26"}))
    known = figures({}, facilities=[LAB, general])
    found = derive_offers("DE11", ["26"], known)
    assert [item.facility for item in found] == [LAB.id]


def test_derive_offers_facility_elsewhere_or_of_another_field():
    known = figures({}, facilities=[LAB])

    assert derive_offers("DE12", ["26"], known) == []
    assert derive_offers("DE11", ["27", "NABS.6.1"], known) == []


def test_derive_offers_best_four_first():
    strong = {str(code): (0.6 + code / 1000, 3.0) for code in range(20, 28)}
    labs = [FacilityFacts(n, f"lab-{n}", "DE11", frozenset({"20"})) for n in range(3)]
    known = figures({"DE11": strong}, facilities=labs)

    offers = derive_offers("DE11", strong, known)

    assert rules(offers) == [
        ("region_facility", ("20",)),
        ("region_facility", ("20",)),
        ("region_strong", ("27",)),
        ("region_strong", ("26",)),
    ]
    assert [item.facility for item in offers] == [0, 1, None, None]


def test_derive_offers_order_of_topics_does_not_matter():
    known = figures({"DE11": {"13": (0.7, 2.0), "14": (0.7, 2.0)}})

    forward = derive_offers("DE11", ["13", "14"], known)

    assert forward == derive_offers("DE11", ["14", "13"], known)
    assert rules(forward) == [("region_strong", ("13",)), ("region_strong", ("14",))]


def test_derive_needs_weak_own_topic():
    known = figures({"DE11": {"62": (0.2, 0.5), "72": (0.21, 0.5)}})

    assert derive_needs("DE11", ["62", "72"], known) == [
        DerivedItem("need", "technology", "region_weak", ("62",), 0.8)
    ]


def test_derive_needs_small_but_specialised_region_is_not_weak():
    known = figures({"FI20": {"62": (0.15, 1.0)}})

    assert derive_needs("FI20", ["62"], known) == []


def test_derive_needs_closely_related_only():
    known = figures(
        {"DE11": {"14": (0.0, 0.0), "15": (0.0, 0.0)}},
        {("13", "14"): 0.55, ("13", "15"): 0.54},
    )

    assert rules(derive_needs("DE11", ["13"], known)) == [
        ("region_weak_related", ("14",))
    ]


def test_derive_without_figures_gives_nothing():
    known = figures({"DE11": {"13": (0.9, 4.0)}}, {("01", "13"): 0.9})

    assert derive_offers("TR10", ["13"], known) == []
    assert derive_needs("TR10", ["13"], known) == []
    assert derive_needs("DE11", ["01", "84"], known) == []


def test_derive_level_3_takes_the_figures_of_its_level_2():
    known = figures({"DE11": {"13": (0.9, 4.0)}, "DE12": {"14": (0.9, 4.0)}})

    assert rules(derive_offers("DE111", ["13", "14"], known)) == [
        ("region_strong", ("13",))
    ]


def test_derive_country_takes_the_mean_of_those_with_figures():
    known = figures(
        {
            "DE11": {"13": (0.9, 4.0), "62": (0.9, 4.0)},
            "DE21": {"13": (0.5, 1.5), "62": (0.1, 0.4)},
            "DE30": {"13": (0.7, 2.0)},
            "FR10": {"13": (0.0, 0.0)},
        }
    )

    offers = derive_offers("DE", ["13", "62"], known)

    assert rules(offers) == [("region_strong", ("13",))]
    assert round(offers[0].score, 9) == 0.7
