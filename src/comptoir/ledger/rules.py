"""The chart of accounts. Pure."""

from __future__ import annotations

from comptoir.kit.text import Localised

RECEIVABLE = "receivable"
BANK = "bank"
DIFFERENCES = "differences"
GOODWILL = "goodwill"
CORRECTION = "correction"
LOSSES = "losses"

# The first part of a code → how its account is called; what follows the colon is the provider, kind or rate.
NAMES: dict[str, Localised] = {
    RECEIVABLE: Localised(fr="Clients", en="Customers"),
    BANK: Localised(fr="Banque", en="Bank"),
    DIFFERENCES: Localised(fr="Écarts", en="Differences"),
    GOODWILL: Localised(fr="Gestes commerciaux", en="Goodwill"),
    CORRECTION: Localised(fr="Corrections", en="Corrections"),
    LOSSES: Localised(fr="Pertes sur contestations", en="Losses by disputes"),
    "disputed": Localised(fr="Paiements contestés", en="Disputed payments"),
    "clearing": Localised(fr="Encaissements en transit", en="Clearing"),
    "liability": Localised(fr="Bons d’achat et cartes cadeaux dus", en="Stored value owed"),
    "sales": Localised(fr="Ventes hors TVA", en="Sales without VAT"),
    "vat": Localised(fr="TVA collectée", en="VAT collected"),
    "fees": Localised(fr="Frais", en="Fees"),
}


def clearing(provider: str) -> str:
    """Money that a provider took for us and has not paid out yet."""
    return f"clearing:{provider}"


def disputed(account: str) -> str:
    """What a provider withholds, of the money that it had in this clearing account, until a dispute has ended."""
    return f"disputed:{account.partition(':')[2]}"


def liability(kind: str) -> str:
    """What holders of gift cards or store credit may still spend."""
    return f"liability:{kind}"


def sales(rate_bp: int) -> str:
    return f"sales:{rate_bp}"


def vat(rate_bp: int) -> str:
    return f"vat:{rate_bp}"


def fees(provider: str) -> str:
    return f"fees:{provider}"


def name(account: str, locale: str) -> str:
    """How a person calls the account: "TVA collectée 20 %", "Clearing test_card"."""
    first, _colon, detail = account.partition(":")
    called = NAMES[first].read(locale)
    if first in ("sales", "vat"):
        percent = f"{int(detail) / 100:g}"
        return f"{called} {percent.replace('.', ',')}\u202f%" if locale == "fr" else f"{called} {percent}%"
    return f"{called} {detail}" if detail else called
