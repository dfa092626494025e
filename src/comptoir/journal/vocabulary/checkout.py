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


# What friends do beside a shared basket says nothing of who they are.


@word("Product Proposed", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProductProposed(Word):
    """A friend would add so many pieces; none takes the proposal back."""

    basket_id: UUID
    variant_id: UUID
    quantity: int


@word("Proposal Taken", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProposalTaken(Word):
    """The owner put what a friend proposed into the basket."""

    basket_id: UUID
    variant_id: UUID
    quantity: int


@word("Proposal Declined", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProposalDeclined(Word):
    """The owner does not want what a friend proposed."""

    basket_id: UUID
    variant_id: UUID


@word("Shared Cart Joined", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class SharedCartJoined(Word):
    """A friend came by the link and gave a name, which is not said here."""

    basket_id: UUID


@word("Shared Cart Commented", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class SharedCartCommented(Word):
    """Somebody wrote a sentence: `kind` is comment; or an opinion: yes, unsure, or none any more."""

    basket_id: UUID
    kind: str


@word("Sharing Ended", subject=("basket", "basket_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class SharingEnded(Word):
    """The owner ended a link; what friends said is erased."""

    basket_id: UUID


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
    added, removed, saved, shared, joined, proposed, taken, declined, commented or sharing_ended."""

    count_id: UUID
    minute: datetime
    step: str
    outcome: str
    refusal_code: str
    times: int
