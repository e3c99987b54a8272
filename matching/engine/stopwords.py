"""Words that say nothing about a theme, folded: English, German, French."""

_ENGLISH = """
about above after again all also an and any are as at be been being between both but
by can could did do does during each for from further had has have having he her here
his how if in into is it its just many may more most much must no nor not of off on
once only or other our out over own per same shall she should so some such than that
the their them then there these they this those through to too under until up upon us
very was we were what when where which while who whose why will with within without
would you your via etc
"""
_GERMAN = """
aber alle allem allen aller alles als am an ander andere anderen auch auf aus bei beim
bis bzw da damit dann das dass dem den denn der deren des dessen die dies diese diesem
diesen dieser dieses doch dort durch ein eine einem einen einer eines er es fur gegen
hat haben hier ihr ihre ihrem ihren ihrer im in ins ist ja jede jedem jeden jeder jedes
kann kein keine konnen man mehr mit nach nicht noch nur ob oder ohne sehr sein seine
sich sie sind so sowie uber um und uns unser unsere unter vom von vor war was weil
welche wenn wer werden wie wir wird wo zu zum zur zwischen
"""
_FRENCH = """
afin ainsi alors au aucun aussi autre autres aux avec avoir car ce ceci cela celle
celles celui ces cet cette ceux chaque chez comme comment dans de depuis des donc dont
du elle elles en encore entre est et etaient etait etre eux fait il ils je la le les
leur leurs lors lui ma mais me meme memes mes mon ne ni nos notre nous on ont ou par
parce pas pendant peu plus pour pourquoi puis qu quand que quel quelle quelles quels
qui sa sans se selon ses si son sont sous sur ta te tes tous tout toute toutes tres tu
un une vers vos votre vous
"""

STOP_WORDS = frozenset(f"{_ENGLISH} {_GERMAN} {_FRENCH}".split())
