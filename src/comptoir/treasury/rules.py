"""When news is tried again, and what a person may decide. Pure."""

from __future__ import annotations

from datetime import timedelta

from comptoir.kit.text import Localised

LEASE = timedelta(seconds=30)  # who received an event settles it; after this the worker takes it
LONGEST_PAUSE = timedelta(minutes=10)


def pause(attempts: int) -> timedelta:
    """The wait after a try that failed: 30 s, then twice as long each time, at most ten minutes."""
    return min(LEASE * (1 << min(attempts, 10)), LONGEST_PAUSE)

# What a movement may be when it is no payment of an order. Codes: free words may name a person.
REASONS: dict[str, Localised] = {
    "provider_payout": Localised(fr="Versement d’un prestataire de paiement", en="Payout of a payment provider"),
    "own_transfer": Localised(fr="Virement interne", en="Transfer of our own"),
    "bank_interest": Localised(fr="Intérêts ou frais de la banque", en="Interest or fees of the bank"),
    "supplier": Localised(fr="Fournisseur", en="Supplier"),
    "other": Localised(fr="Autre motif", en="Another reason"),
}


def fit(asked: int, came: int) -> str:
    """How what came fits what was asked, both in minor units."""
    return "exact" if came == asked else "underpaid" if came < asked else "overpaid"
