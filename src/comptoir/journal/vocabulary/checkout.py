"""Words of the basket."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Lane, LegalBasis, Word, word

# What a shopper does before the order is behaviour. With their consent each act is an event of the basket; without, it
# is counted and tied to nobody (docs/decisions/0013-basket.md).


@word("Baskets Merged", subject=("basket", "basket_id"), legal_basis=LegalBasis.CONTRACT)
class BasketsMerged(Word):
    """What a guest had gathered joined the basket of the person that was recognised."""

    basket_id: UUID
    merged_id: UUID


@word("Product Added", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProductAdded(Word):
    """More pieces of a variant; `quantity` is how many there are now."""

    basket_id: UUID
    variant_id: UUID
    quantity: int


@word("Product Removed", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProductRemoved(Word):
    """Fewer pieces, or none: `quantity` is how many are left."""

    basket_id: UUID
    variant_id: UUID
    quantity: int


@word("Product Saved For Later", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProductSavedForLater(Word):
    """Out of the basket, onto its list."""

    basket_id: UUID
    variant_id: UUID


@word("Cart Shared", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class CartShared(Word):
    """A link to what the basket holds was made; `lines` counts them."""

    basket_id: UUID
    lines: int


@word("Checkout Step Viewed", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class CheckoutStepViewed(Word):
    """A step was shown: basket, checkout, or one of its parts."""

    basket_id: UUID
    step: str


@word("Checkout Step Completed", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class CheckoutStepCompleted(Word):
    """A step was answered in full: delivery, buyer, payment, order."""

    basket_id: UUID
    step: str


@word("Checkout Hesitated", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class CheckoutHesitated(Word):
    """A step was answered and then answered otherwise, or a doubt was shown."""

    basket_id: UUID
    step: str


@word("Checkout Refused", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class CheckoutRefused(Word):
    """A step was refused; written after the refusal, which itself writes nothing."""

    basket_id: UUID
    step: str
    refusal_code: str


@word(
    "Checkout Steps Counted",
    subject=("count", "count_id"),
    lane=Lane.EXEMPT,
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class CheckoutStepsCounted(Word):
    """How often something happened in a minute, tied to nobody. `outcome` is viewed, completed, hesitated, refused,
    added, removed, saved or shared."""

    count_id: UUID
    minute: datetime
    step: str
    outcome: str
    refusal_code: str
    times: int
