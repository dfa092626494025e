"""What the law wants to be said of a product, as attributes with codes of their own. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.kit.text import fold

# What a product is. Only goods travel in a parcel: the others are done, sent by mail or become a card.
GOODS, SERVICE, DIGITAL, GIFT_CARD = NATURES = ("goods", "service", "digital", "gift_card")
# Supplied before the time to withdraw is over at the buyer's express request alone (L221-25 and L221-28, 13°).
AT_REQUEST = frozenset({SERVICE, DIGITAL})
# The attribute that says why nobody may withdraw from the purchase; its value is a key of EXCLUSIONS.
EXCLUSION = "withdrawal-exclusion"
# Why the right of withdrawal does not apply (Code de la consommation, L221-28, in the order of its numbers).
EXCLUSIONS: Mapping[str, str | Promise] = {
    "made-to-measure": _("made to your measure, or clearly personalised"),
    "perishable": _("it does not keep"),
    "sealed-hygiene": _("sealed for health or hygiene, once you have opened it"),
    "mixed": _("mixed with other things after delivery, so that it cannot be taken apart"),
    "sealed-recording": _("a sealed recording or software, once you have opened it"),
    "newspaper": _("a newspaper or magazine"),
    "dated-service": _("a stay, meal, event or leisure on a given day"),
}
# Why the right is lost once it was supplied at the buyer's express request (L221-28, 1° and 13°), by nature.
SUPPLIED: Mapping[str, str | Promise] = {
    SERVICE: _("a service that was done, begun at your express request"),
    DIGITAL: _("digital content that was supplied at your express request"),
}
# Of these the right is lost only by opening what was sealed: who sends it back closed may withdraw.
WHILE_SEALED = frozenset({"sealed-hygiene", "sealed-recording"})

# Who is responsible for a product's safety (Regulation (EU) 2023/988, article 19): attributes of these codes.
SAFETY = (
    "manufacturer", "manufacturer-address", "manufacturer-email", "eu-responsible", "eu-responsible-address",
    "eu-responsible-email", "safety-warnings",
)  # fmt: skip
LEGAL = frozenset({EXCLUSION, *SAFETY})

# Words that a product may not bear in France (Code de l’environnement, L541-9-1: “biodégradable”, “respectueux de
# l’environnement” or the like), folded; and their usual English.
BANNED = (
    "biodegradable", "respectueux de l'environnement", "respectueuse de l'environnement",
    "respectueux de la planete", "respectueuse de la planete", "ecologique", "eco-responsable", "ecoresponsable",
    "bon pour l'environnement", "bonne pour l'environnement", "environmentally friendly", "eco-friendly",
    "planet-friendly", "good for the planet",
)  # fmt: skip


def guaranteed(nature: str) -> bool:
    """Whether the legal guarantee of conformity holds: for goods (Code de la consommation, L217-3) and digital content
    (L224-25-12). A service is done or not, and a gift card is money to spend."""
    return nature in (GOODS, DIGITAL)


def taxed_at_home(nature: str) -> bool:
    """Whether its VAT is that of the buyer's country wherever the rest is taxed: an electronic service to a consumer
    (Directive 2006/112/EC, article 58)."""
    return nature == DIGITAL


def travels(nature: str) -> bool:
    """Whether its pieces go in a parcel, or are fetched: the one rule of it."""
    return nature == GOODS


def exclusion(value: object) -> str:
    """The key of EXCLUSIONS that an attribute's value is; anything else takes nobody's right away."""
    return value if isinstance(value, str) and value in EXCLUSIONS else ""


def exclusion_of(attributes: Mapping[str, Any]) -> str:
    return exclusion(attributes.get(EXCLUSION))


def banned_claims(texts: Iterable[str]) -> tuple[str, ...]:
    """The words among BANNED that stand in what a shop says of a product, in the order of the list."""
    said = " ".join(fold(text).replace("’", "'") for text in texts)
    return tuple(claim for claim in BANNED if re.search(rf"(?<!\w){re.escape(claim)}s?(?!\w)", said))
