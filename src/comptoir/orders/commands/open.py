"""Write an order with its lines: one statement."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from comptoir.fulfilment.contracts import DeliveryOption
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.orders import OrderPlaced, OrderSupplyAgreed
from comptoir.kit import sql
from comptoir.kit.ids import public_code
from comptoir.kit.text import Localised
from comptoir.orders import rules
from comptoir.orders.contracts import Buyer, OrderedOption
from comptoir.org.contracts import ShopperContext
from comptoir.pricing.contracts import Quote

INSERT = """
WITH opened AS (
    INSERT INTO orders_order (
        id, number, basket_id, customer_id, address_id, market, legal_entity, storefront, channel, locale, currency,
        goods_minor, delivery_minor, total_minor, vat_minor, paid_minor, credited_minor, state, delivery_method,
        promise_id, promised_by, hold_until, placed_at, changed_at, logged_in, at_request, terms_id
    ) VALUES (
        %(id)s, %(number)s, %(basket_id)s, %(customer_id)s, %(address_id)s, %(market)s, %(legal_entity)s,
        %(storefront)s, %(channel)s, %(locale)s, %(currency)s, %(goods)s, %(delivery)s, %(total)s, %(vat)s, 0, 0,
        'pending', %(method)s, %(promise_id)s, %(promised_by)s, %(hold_until)s, %(now)s, %(now)s, %(logged_in)s,
        %(at_request)s, (SELECT id FROM orders_termsversion
         WHERE storefront = %(storefront)s::varchar AND locale = %(locale)s::varchar AND valid_from <= %(now)s
         ORDER BY valid_from DESC LIMIT 1)
    ) RETURNING id
)
INSERT INTO orders_orderline (
    order_id, position, kind, variant_id, sku, name, options, quantity, unit_minor, total_minor, vat_rate_bp,
    vat_minor, reasons, exclusion, nature
)
SELECT opened.id, l.place, l.kind, l.variant_id, l.sku, l.name::jsonb, l.options::jsonb, l.quantity, l.unit, l.total,
       l.rate, l.vat, l.reasons::jsonb, l.exclusion, l.nature
FROM opened, unnest(
    %(kinds)s::text[], %(variants)s::uuid[], %(skus)s::text[], %(names)s::text[], %(options)s::text[],
    %(quantities)s::int[], %(units)s::bigint[], %(totals)s::bigint[], %(rates)s::int[], %(vats)s::bigint[],
    %(reasons)s::text[], %(exclusions)s::text[], %(natures)s::text[]
) WITH ORDINALITY AS l(
    kind, variant_id, sku, name, options, quantity, unit, total, rate, vat, reasons, exclusion, nature,
    place
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineText:
    """What is copied into the order because the catalogue goes on changing. `exclusion` is why the right to withdraw
    does not apply, a key of the catalogue's EXCLUSIONS; empty when it does."""

    sku: str
    name: Localised
    options: tuple[OrderedOption, ...]
    exclusion: str = ""
    nature: str = "goods"


def new_number() -> str:
    """Eight random characters of base 32 (40 bits): says neither how many orders there are nor when it was."""
    return f"{public_code(4)}-{public_code(4)}"


def open_order(
    order_id: UUID,
    *,
    number: str,
    basket_id: UUID,
    buyer: Buyer,
    quote: Quote,
    delivery: DeliveryOption,
    promise_id: UUID,
    texts: dict[UUID, LineText],
    context: ShopperContext,
    at_request: Sequence[str] = (),
    agreed_to: str = "",
) -> datetime:
    """Write the order as agreed, in the caller's transaction; answers until when its stock is held. `agreed_to` is
    what the buyer ticked so that the natures `at_request` are supplied before the time to withdraw is over."""
    hold_until = context.now + rules.HOLD
    lines = quote.lines
    found = [
        texts[line.variant_id] if line.variant_id else LineText(sku="", name=line.name, options=())
        for line in lines
    ]
    sql.write(
        INSERT,
        {
            "id": order_id, "number": number, "basket_id": basket_id, "customer_id": buyer.customer_id,
            "address_id": buyer.address_id, "market": context.market.code,
            "legal_entity": context.market.legal_entity, "storefront": context.storefront,
            "channel": context.channel, "locale": context.locale, "currency": context.currency,
            "goods": quote.goods.minor, "delivery": quote.delivery.minor, "total": quote.total.minor,
            "vat": quote.vat.minor, "method": delivery.method, "promise_id": promise_id,
            "promised_by": delivery.promise.due, "hold_until": hold_until, "now": context.now,
            "logged_in": context.customer_id is not None,
            "kinds": [line.kind for line in lines], "variants": [line.variant_id for line in lines],
            "skus": [text.sku for text in found], "names": [json.dumps(text.name) for text in found],
            "options": [json.dumps([{"label": o.label, "text": o.text} for o in text.options]) for text in found],
            "quantities": [line.quantity for line in lines], "units": [line.unit.minor for line in lines],
            "totals": [line.total.minor for line in lines], "rates": [line.vat_rate_bp for line in lines],
            "vats": [line.vat.minor for line in lines],
            "reasons": [
                json.dumps([{"code": r.code, "text": r.text, "minor": r.amount.minor} for r in line.reasons])
                for line in lines
            ],
            "exclusions": [text.exclusion for text in found], "natures": [text.nature for text in found],
            "at_request": agreed_to,
        },
    )  # fmt: skip
    journal.append(
        OrderPlaced(
            order_id=order_id, number=number, basket_id=basket_id, customer_id=buyer.customer_id,
            currency=context.currency, goods_minor=quote.goods.minor, delivery_minor=quote.delivery.minor,
            total_minor=quote.total.minor, vat_minor=quote.vat.minor, delivery_method=delivery.method,
            promised_by=delivery.promise.due,
            lines=[
                {"variant_id": str(line.variant_id), "quantity": line.quantity, "total_minor": line.total.minor}
                for line in lines
                if line.variant_id
            ],
        ),
        origin=context.origin(), occurred_at=context.now,
    )  # fmt: skip
    if at_request:
        agreed = OrderSupplyAgreed(order_id=order_id, natures=list(at_request))
        journal.append(agreed, origin=context.origin(), occurred_at=context.now)
    return hold_until
