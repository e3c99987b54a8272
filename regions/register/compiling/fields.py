"""Which topics a research infrastructure serves, by its category or else its field.

Assigned by hand, and narrowly: a category that says nothing about an industry
("Research Facilities", "Databases") falls back to the field; a field that says nothing
about one (astronomy, social sciences) gives science topics only.
"""

# Field as printed -> (economic topics, scientific topics)
FIELD_TOPICS = {
    "Biological and Medical Sciences": ("21", "NABS.6.8 NABS.7"),
    "Health & Food": ("21", "NABS.6.8 NABS.7"),
    "Chemistry and Material Sciences": ("20", "NABS.6.7"),
    "Earth and Environmental Sciences": ("", "NABS.1 NABS.2"),
    "Environment": ("", "NABS.1 NABS.2"),
    "Energy": ("35", "NABS.5"),
    "Engineering and Energy": ("71", "NABS.13.2 NABS.6.2"),
    "Humanities and Arts": ("91", "NABS.10.1 NABS.13.6"),
    "Information Science and Technology": ("62 63", "NABS.6.17"),
    "Physics, Astronomy, Astrophysics and Mathematics": ("", "NABS.13.1"),
    "Physical Sciences & Engineering": ("", "NABS.13.1"),
    "Social Sciences": ("", "NABS.11 NABS.13.5"),
    "Social & Cultural Innovation": ("", "NABS.11 NABS.13.5"),
}

# Category as printed -> topics; where given, these stand instead of the field's.
CATEGORY_TOPICS = {
    "Aerospace and aerodynamics research facilities": ("30", "NABS.3.2 NABS.6.15"),
    "Agronomy, Forestry, Plant Breeding Centres": ("01 02", "NABS.8.1"),
    "Animal facilities": ("21", "NABS.8.2"),
    "Biomedical Imaging Facilities": ("86", "NABS.7"),
    "Centralised Computing Facilities": ("62 63", "NABS.6.17"),
    "Civil Engineering Research Infrastructures": ("41 42", "NABS.4.2 NABS.4.3"),
    "Clinical Research Centres": ("21 86", "NABS.7"),
    "Communication Networks": ("61", "NABS.4.5"),
    "Distributed Computing Facilities": ("62 63", "NABS.6.17"),
    "Earthquake Simulation Laboratories": ("42", "NABS.2.9 NABS.4.3"),
    "Electrical and Optical Engineering Facilities": ("26 27", "NABS.6.12 NABS.6.13"),
    "Electricity": ("35", "NABS.5.6"),
    "Energy Engineering Facilities (non nuclear)": ("35", "NABS.5"),
    "Environmental Management Infrastructures": ("38 39", "NABS.2"),
    "Geothermal Research Facilities": ("35", "NABS.5.3"),
    "In situ Marine/Freshwater Observatories": ("", "NABS.1 NABS.2.4"),
    "Marine & Maritime Engineering Facilities": ("30", "NABS.6.15"),
    "Materials Synthesis or Testing Facilities": ("20 22 23", "NABS.6.2"),
    "Mechanical Engineering Facilities": ("28", "NABS.6.14"),
    "Micro- and Nanotechnology facilities": ("26", "NABS.6.12"),
    "Nuclear Research Facilities": ("", "NABS.5.4"),
    "Pilot Plants for Process Testing": ("20", "NABS.6.2"),
    "Polar and Cryospheric Research Infrastructures": ("", "NABS.1 NABS.2.3"),
    "Space Environment Test Facilities": ("30", "NABS.3"),
    "Telescopes": ("", "NABS.3.1"),
    "Translational Research Centres": ("21 86", "NABS.7"),
}


def topics_of(field: str, category: str = "") -> tuple[str, str]:
    """Return the economic and the scientific topics, each as codes with spaces."""
    return CATEGORY_TOPICS.get(category) or FIELD_TOPICS.get(field, ("", ""))
