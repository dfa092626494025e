"""Which answers move a payment request where, and which tenders exist. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.payments.contracts import Tender, TenderOption
from comptoir.payments.errors import TendersDoNotAddUp, TooManyTenders

CLAIM = timedelta(seconds=30)
GIVE_UP_AFTER = 8  # tries without an answer: the demand is given up, and stays in doubt
MOST_TENDERS = 5
DOUBT = timedelta(days=3)  # how long a provider is asked about a demand that was given up

# Money that really came is recorded whatever we thought before: refused and cancelled may still become paid.
_CAME = frozenset({"paid", "authorised"})
MOVES: dict[str, frozenset[str]] = {
    "requested": _CAME | {"action_required", "awaited", "waiting", "refused", "cancelled", "voided"},
    "action_required": _CAME | {"refused", "cancelled"},
    "awaited": frozenset({"paid", "cancelled"}),
    "waiting": _CAME | {"refused", "cancelled"},
    "authorised": frozenset({"paid", "cancelled"}),
    "refused": _CAME,
    "cancelled": _CAME,
    "captured": frozenset(),
    "voided": frozenset(),
    "paid": frozenset(),
}
OPEN_STATES = ("requested", "action_required", "awaited", "waiting")

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
            ("tok_authorise", Localised(fr="La banque réserve la somme", en="The bank reserves the amount")),
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


def split(total: Money, tenders: Sequence[Tender]) -> tuple[tuple[Tender, Money], ...]:
    """What each means pays, in the order given: its own amount, or all that is left when it names none. A means for
    which nothing is left is dropped, except that a total of zero keeps the first.

    Refuses TendersDoNotAddUp when the parts are not `total`, TooManyTenders above MOST_TENDERS.
    """
    if len(tenders) > MOST_TENDERS:
        raise TooManyTenders(limit=MOST_TENDERS)
    left = total.minor
    parts: list[tuple[Tender, Money]] = []
    for tender in tenders:
        if tender.amount is not None and tender.amount.currency != total.currency:
            raise TendersDoNotAddUp(total=total.minor, currency=total.currency)
        minor = left if tender.amount is None else tender.amount.minor
        left -= minor
        if minor < 0 or left < 0 or (minor == 0 and tender.amount is not None):
            raise TendersDoNotAddUp(total=total.minor, currency=total.currency)
        if minor or (not total and not parts):
            parts.append((tender, Money(minor, total.currency)))
    if left or not parts:
        raise TendersDoNotAddUp(total=total.minor, currency=total.currency)
    return tuple(parts)
