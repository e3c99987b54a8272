"""Words, mail providers and platforms that do not tell one cluster from another."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


LEGAL_FORMS = _words(
    """
    ab ag aisbl aps as asbl asociacion asociatia associazione association bv cic cv dd
    doo eeig eig ev fondazione forening foundation fundacion gegmbh geie ggmbh gie gmbh
    ideell inc kft ky kg lda llc ltd mbh nonprofit nv oo oy oyj plc ry sa sarl sas
    sl slu sp spa srl sro stichting stiftung ug verein vzw zoo zrt zs zspo
    """
)
# What many names of clusters have in common.
USUAL = _words(
    """
    cluster clusters hub klastar klaster klastr klaszter netzwerk network pole reseau
    and da das de del den der des di die du e el en et for fur i la le of the und y z
    """
)
PROVIDERS = _words(
    """
    abv.bg aol.com free.fr gmail.com gmx.de gmx.net googlemail.com hotmail.com
    icloud.com libero.it onet.pl orange.fr outlook.com proton.me protonmail.com
    seznam.cz t-online.de wanadoo.fr web.de wp.pl yahoo.com yahoo.fr
    """
)
PLATFORMS = _words(
    """
    blogspot.com clustercollaboration.eu europa.eu facebook.com github.io google.com
    instagram.com linkedin.com twitter.com wixsite.com wordpress.com x.com youtube.com
    """
)
