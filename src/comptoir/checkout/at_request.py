"""What a buyer has to ask for expressly: supply before the time to withdraw is over. Pure.

A digital good is supplied at once, and the right to withdraw is lost with that (Code de la consommation, L221-28, 13°;
directive 2011/83, article 16 m). A service may begin at once, is then owed as far as it was done, and the right is lost
when all of it was (L221-25 and L221-28, 1°; article 16 a). Both want the buyer's express request and acknowledgement.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import Sellable
from comptoir.kit.text import Localised

DIGITAL = Localised(
    fr="Je demande à recevoir mes fichiers dès le paiement, et je reconnais perdre ainsi mon droit de rétractation sur"
    " eux.",
    en="I ask to receive my files as soon as I have paid, and I acknowledge that I thereby lose my right to withdraw"
    " from them.",
)
SERVICE = Localised(
    fr="Je demande que la prestation puisse commencer avant la fin du délai de rétractation de 14 jours, et je"
    " reconnais perdre mon droit de rétractation une fois qu’elle est entièrement exécutée\u202f; si je me rétracte"
    " avant, je paie ce qui a été fait.",
    en="I ask that the service may begin before the 14 days to withdraw are over, and I acknowledge that I lose my"
    " right to withdraw once it is fully performed; if I withdraw before, I pay for what was done.",
)
SENTENCES = {catalog.DIGITAL: DIGITAL, catalog.SERVICE: SERVICE}


def natures(items: Iterable[Sellable]) -> tuple[str, ...]:
    """Those among what is bought that are supplied at the buyer's express request alone, digital goods first."""
    found = {item.nature for item in items}
    return tuple(nature for nature in SENTENCES if nature in found & catalog.AT_REQUEST)


def sentence(asked: Collection[str]) -> Localised | None:
    """What is ticked, once for all of it; None when nothing has to be asked for."""
    if not asked:
        return None
    said = [SENTENCES[nature] for nature in asked]
    return Localised({locale: " ".join(each.read(locale) for each in said) for locale in ("fr", "en")})
