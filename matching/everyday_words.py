"""Words that tell three languages apart, and words that people write around an idea.

All are folded: in lower case, without accents.
"""

_ENGLISH = "the of and for with we to our are from by is that this"
_GERMAN = """
der und fur fuer mit wir zu zur zum von vom den dem das die ein eine einen einer unser
unsere ist sind auf aus bei im
"""
_FRENCH = "le la les et pour avec nous du une dans nos notre sont aux sur est au"
_AROUND = """
want wants wish like need needs look looking seek seeking search find help make making
use uses using used work working plan project projects idea ideas partner partners
partnership kind way ways good better best get first year years today please offer
offers let know build together region regions europe european across
mochten moechten mochte moechte wollen wurden suchen suche sucht gesucht brauchen
braucht partnern projekt projekte idee ideen helfen nutzen nutzung einsatz einsetzen
machen finden arbeiten gemeinsam jahr jahre heute neue neuen regionen europa
europaische europaischen mittels geht rund bereich
voulons veux souhaitons souhaite cherchons cherche recherchons besoin besoins
partenaire partenaires projet projets idee idees aider utiliser utilisant faire trouver
travailler ensemble annee annees aujourd hui domaine europeen europeenne
"""
_WHO_AND_WHERE = "sme small local regional rural new old innovativ"

# None is a function word of another of the three.
FUNCTION_WORDS = {
    "en": frozenset(_ENGLISH.split()),
    "de": frozenset(_GERMAN.split()),
    "fr": frozenset(_FRENCH.split()),
}
# What people write around an idea, and what says nothing about its theme.
FILLERS = frozenset(_AROUND.split())
# Stems that say who, where or how, not what about.
NO_THEME = frozenset(_WHO_AND_WHERE.split())
