"""One message, when something sold out is back: asked for, and no longer asked for."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from comptoir.catalog import facade as catalog
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.inventory import facade as inventory
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.wishes import StockRequestMade, StockRequestWithdrawn
from comptoir.kit import idempotency, locks, sql
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import secret_token, uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import ShopperContext
from comptoir.wishes import rules
from comptoir.wishes.errors import AlreadyHere, TooManyWishes

# Counted by who asked too, so that strangers do not use up what a known person may ask for.
OPEN = """
SELECT count(*) FROM wishes_stockrequest
WHERE email = %s AND customer_id IS NOT DISTINCT FROM %s AND answered_at IS NULL
"""
BEFORE = """
SELECT 1 FROM wishes_stockrequest
WHERE variant_id = %s AND market = %s AND email = %s AND answered_at IS NULL
"""
INSERT = """
INSERT INTO wishes_stockrequest (id, variant_id, email, customer_id, market, storefront, locale, token, asked_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
DROP = "DELETE FROM wishes_stockrequest WHERE token = %s RETURNING id, variant_id"


def ask_when_back(
    variant_id: UUID, email: str, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> str:
    """Keep the request; answers the token that ends it, empty when the request stood: whoever types an address does not
    get what ends the request of its owner, the message has it.

    Refuses NotFound (not sold here), AlreadyHere, Invalid (email), TooManyWishes, IdempotencyConflict.
    """
    address = _address(email)
    with transaction.atomic(durable=True):
        locks.hold(("stock_request_of", address))
        if (answer := idempotency.recall(idempotency_key)) is not None:
            return str(answer["token"])
        _require_sold_out(variant_id, context)
        market = context.market.code
        token = ""
        if sql.row(BEFORE, [variant_id, market, address]) is None:
            token = secret_token()
            _keep(variant_id, address, token, context)
        idempotency.remember(idempotency_key, {"token": token}, context.now)
    return token


def stop_waiting(token: str, context: ShopperContext) -> None:
    """Forget the request and its address. Refuses NotFound."""
    with transaction.atomic(durable=True):
        found = sql.row(DROP, [token])
        if found is None:
            raise NotFound()
        word = StockRequestWithdrawn(request_id=found[0], variant_id=found[1])
        journal.append(word, origin=context.origin(), occurred_at=context.now)


def _require_sold_out(variant_id: UUID, context: ShopperContext) -> None:
    item = catalog.sellable([variant_id], market=context.market.code, now=context.now).get(variant_id)
    if item is None or not item.published:
        raise NotFound()
    if inventory.outlook([variant_id], market=context.market.code, today=context.now.date())[variant_id].sellable > 0:
        raise AlreadyHere()


def _keep(variant_id: UUID, address: str, token: str, context: ShopperContext) -> None:
    if sql.rows(OPEN, [address, context.customer_id])[0][0] >= rules.MOST_REQUESTS:
        raise TooManyWishes(limit=rules.MOST_REQUESTS)
    identity = uuid7()
    sql.run(
        INSERT,
        [
            identity, variant_id, address, context.customer_id, context.market.code, context.storefront,
            context.locale, token, context.now,
        ],
    )  # fmt: skip
    word = StockRequestMade(request_id=identity, variant_id=variant_id)
    journal.append(word, origin=context.origin(), occurred_at=context.now)


def _address(email: str) -> str:
    """Refuses Invalid."""
    address = email.replace("\x00", "").strip().lower()
    written = Contact(email=address, name="-", country="FR", street="-", postcode="-", city="-")
    if wrong := customers.contact_errors(written, with_address=False).get("email"):
        raise Invalid({"email": wrong})
    return address
