"""A paid order may fetch the files of its digital goods."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.downloads.models import DigitalFile, Grant
from comptoir.orders import facade as orders
from comptoir.orders.errors import OrderMoveRefused, OrderNotPaid

ACTOR = "system:downloads"


def grant(order_id: UUID, *, now: datetime) -> int:
    """Supply what is paid, or reserved for us, and has its file, and open its download once its money came; answers
    how many are new. What has no file yet waits for it; an order whose money went back gets none. Asked again it does
    nothing more. Refuses NotFound."""
    order = orders.get(order_id)
    if order.gave_all_back:
        return 0
    bought = [each for each in order.shipments if each.nature == catalog.DIGITAL and each.state != "cancelled"]
    owners = catalog.products_of({each.lines[0][0] for each in bought})
    there = set(DigitalFile.objects.filter(product_id__in=owners.values()).values_list("product_id", flat=True))
    done = 0
    for each in bought:
        product_id = owners[each.lines[0][0]]
        if product_id not in there:
            continue
        if each.state == "planned":
            try:
                orders.supply(order_id, nature=catalog.DIGITAL, shipment_id=each.id, actor=ACTOR, now=now)
            except (OrderMoveRefused, OrderNotPaid):  # cancelled meanwhile, or the money is not there yet
                continue
        if orders.get(order_id).due_so_far:  # only reserved before, asked for with the supply
            continue
        _made, is_new = Grant.objects.get_or_create(
            order_id=order_id, product_id=product_id, defaults={"granted_at": now}
        )
        done += is_new
    return done
