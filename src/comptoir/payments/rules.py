"""Which answers move a payment request where, and which tenders exist. Pure."""

from __future__ import annotations

from datetime import timedelta

from comptoir.kit.text import Localised
from comptoir.payments.contracts import TenderOption

CLAIM = timedelta(seconds=30)
GIVE_UP_AFTER = 8  # tries without an answer: the demand is given up, and stays in doubt
DOUBT = timedelta(days=3)  # how long a provider is asked about a demand that was given up

# Money that really came is recorded whatever we thought before: refused and cancelled may still become paid.
MOVES: dict[str, frozenset[str]] = {
    "requested": frozenset({"action_required", "awaited", "paid", "refused", "cancelled"}),
    "action_required": frozenset({"paid", "refused", "cancelled"}),
    "awaited": frozenset({"paid", "cancelled"}),
    "refused": frozenset({"paid"}),
    "cancelled": frozenset({"paid"}),
    "paid": frozenset(),
}
OPEN_STATES = ("requested", "action_required", "awaited")

TENDERS: tuple[TenderOption, ...] = (
    TenderOption(
        kind="test_card",
        name=Localised(fr="Carte de test", en="Test card"),
        explanation=Localised(
            fr="Aucun argent ne circule : vous choisissez la réponse de la banque.",
            en="No money moves: you choose what the bank answers.",
        ),
        tokens=(
            ("tok_success", Localised(fr="La banque accepte", en="The bank accepts")),
            (
                "tok_authenticate",
                Localised(fr="La banque demande de confirmer", en="The bank asks to confirm"),
            ),
            ("tok_refused", Localised(fr="La banque refuse", en="The bank refuses")),
        ),
        test_only=True,
    ),
    TenderOption(
        kind="in_shop",
        name=Localised(fr="Payer en boutique", en="Pay in the shop"),
        explanation=Localised(
            fr="Vous payez en venant chercher votre commande.", en="You pay when you collect your order."
        ),
        collect_only=True,
    ),
)


def may_move(state: str, to: str) -> bool:
    return to in MOVES[state]
