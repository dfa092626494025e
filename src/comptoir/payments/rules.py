"""Which answers move a payment request where, and which tenders exist. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import zip_longest
from uuid import UUID

from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.ledger import facade as ledger
from comptoir.payments.contracts import Tender, TenderOption
from comptoir.payments.errors import NothingToRefund, StoredValueShort, TendersDoNotAddUp, TooManyTenders

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
TRANSFER = "bank_transfer"
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
            ("tok_webhook_late", Localised(fr="La banque répond plus tard", en="The bank answers later")),
            (
                "tok_webhook_first",
                Localised(
                    fr="La banque prévient la boutique avant vous", en="The bank tells the shop before it tells you"
                ),
            ),
            ("tok_wrong_amount", Localised(fr="La banque paie la moitié", en="The bank pays half")),
            ("tok_wrong_currency", Localised(fr="La banque paie en dollars", en="The bank pays in dollars")),
            ("tok_no_answer", Localised(fr="La banque prend sans répondre", en="The bank takes it and says nothing")),
            (
                "tok_silent",
                Localised(fr="La banque reste muette un long moment", en="The bank stays silent for a long while"),
            ),
            ("tok_answers_twice", Localised(fr="La banque répond deux fois", en="The bank answers twice")),
            ("tok_disputed", Localised(fr="La banque paie, puis conteste", en="The bank pays, then disputes it")),
            ("tok_refund_fails", Localised(fr="La banque ne rembourse pas", en="The bank gives nothing back")),
            ("tok_refused", Localised(fr="La banque refuse", en="The bank refuses")),
        ),
        test_only=True,
    ),
    TenderOption(
        kind="card",
        name=Localised(fr="Carte bancaire", en="Card"),
        explanation=Localised(
            fr="Vous saisissez votre carte sur la page sécurisée de Stripe, puis vous revenez ici.",
            en="You type your card on Stripe’s secure page, then you come back here.",
        ),
        token_prefix="pm_",
        needs="stripe",
        provider="stripe",
    ),
    TenderOption(
        kind=TRANSFER,
        name=Localised(fr="Virement bancaire", en="Bank transfer"),
        explanation=Localised(
            fr="Vous recevez nos coordonnées bancaires et une référence ; vos articles restent réservés sept jours. Le"
            " délai court à partir de l’arrivée de l’argent.",
            en="You get our bank details and a reference; your articles stay reserved for seven days. Delivery days"
            " count from the day on which the money arrives.",
        ),
        needs="bank_account",
    ),
    TenderOption(
        kind="gift_card",
        name=Localised(fr="Carte cadeau", en="Gift card"),
        explanation=Localised(
            fr="Le code de la carte, en quatre groupes de quatre caractères.",
            en="The code of the card, in four groups of four characters.",
        ),
        by_code=True,
    ),
    TenderOption(
        kind="store_credit",
        name=Localised(fr="Bon d’achat", en="Store credit"),
        explanation=Localised(fr="Le code de votre bon d’achat.", en="The code of your store credit."),
        by_code=True,
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


NOTHING = "nothing"
STORED = ("gift_card", "store_credit")
_OPTIONS = {option.kind: option for option in TENDERS}

# Why stored value is issued or topped up → the account that its money comes from.
SOLD_ONLINE = "sold_online"  # by an order, whose sale without VAT becomes what is owed; never said by a person
ISSUE_REASONS: dict[str, str] = {
    SOLD_ONLINE: ledger.sales(0),
    "sold_in_shop": ledger.clearing("in_shop"),
    "goodwill": ledger.GOODWILL,
    "correction": ledger.CORRECTION,
}
REASON_NAMES: dict[str, Localised] = {
    "sold_in_shop": Localised(fr="Vendue en boutique", en="Sold in a shop"),
    "goodwill": Localised(fr="Geste commercial", en="Goodwill"),
    "correction": Localised(fr="Correction, ou reprise d’un ancien système", en="Correction, or from an older system"),
}
TRIES_PER_HOUR = 10


def account_of(tender: str) -> str:
    """Where money of this means is: owed to its holder, or on its way from a provider."""
    if tender in STORED:
        return ledger.liability(tender)
    option = _OPTIONS.get(tender)
    return ledger.clearing(option.provider if option and option.provider else tender)


def captures_in_parts(tender: str) -> bool:
    option = _OPTIONS.get(tender)
    return option is None or option.captures_in_parts


def normal_code(text: str) -> str:
    """A code as it was issued, whatever spaces, dashes and easily mistaken letters were typed."""
    plain = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
    return plain.translate(str.maketrans("OIL", "011"))


def disputed(
    state: str, withheld_before: int, *, outcome: str, amount: int, withheld: bool
) -> tuple[str, int] | None:  # fmt: skip
    """Where a dispute stands after its provider said `outcome` (opened, won, lost), and how much of the `amount` is
    withheld then, in minor units; None when that says nothing new. `state` is empty while it was not known."""
    if state in ("won", "lost"):
        return None
    if outcome == "won":
        return "won", 0
    if outcome == "lost":
        return "lost", amount
    kept = amount if withheld else withheld_before
    return None if state == "open" and kept == withheld_before else ("open", kept)


def may_move(state: str, to: str) -> bool:
    return to in MOVES[state]


def split(
    total: Money, tenders: Sequence[Tender], most: Sequence[int | None] = (), *, whole: bool = True
) -> tuple[tuple[Tender, Money], ...]:
    """What each means pays, in the order given: its own amount, or all that is left when it names none, but no more
    than its `most` (what a gift card has). A means for which nothing is left is dropped; a total of zero is paid by
    the means `nothing`. Unless `whole`, the parts may make less than the total.

    Refuses TendersDoNotAddUp when the parts are not `total`, StoredValueShort when there is nothing on the cards that
    are to pay alone, TooManyTenders above MOST_TENDERS.
    """
    if len(tenders) > MOST_TENDERS:
        raise TooManyTenders(limit=MOST_TENDERS)
    left = total.minor
    parts: list[tuple[Tender, Money]] = []
    if not total:
        return ((Tender(kind=NOTHING), total),)
    for tender, has in zip_longest(tenders, most[: len(tenders)]):
        if tender.amount is not None and tender.amount.currency != total.currency:
            raise TendersDoNotAddUp(total=total.minor, currency=total.currency)
        minor = min(left, left if has is None else has) if tender.amount is None else tender.amount.minor
        left -= minor
        if minor < 0 or left < 0 or (minor == 0 and tender.amount is not None):
            raise TendersDoNotAddUp(total=total.minor, currency=total.currency)
        if minor:
            parts.append((tender, Money(minor, total.currency)))
    if not parts and any(has is not None for has in most):
        raise StoredValueShort(wanted=total.minor, currency=total.currency)
    if (left and whole) or not parts:
        raise TendersDoNotAddUp(total=total.minor, currency=total.currency)
    return tuple(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refundable:
    """What one charge may still give back, in minor units."""

    charge: UUID
    tender: str
    token: str
    minor: int


def refund_parts(amount: int, charges: Sequence[Refundable]) -> tuple[Refundable, ...]:
    """Where a refund goes: to the charges as they are given (the latest first), money before stored value, each at
    most what it may give. So a buyer's own money comes back before a gift card is filled again.

    Refuses NothingToRefund when they have less than `amount`, or it is nothing.
    """
    left, parts = amount, []
    for charge in sorted(charges, key=lambda each: each.tender in STORED):
        part = min(left, charge.minor)
        if part > 0:
            parts.append(replace(charge, minor=part))
            left -= part
    if left or not parts:
        raise NothingToRefund()
    return tuple(parts)
