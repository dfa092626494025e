"""What each role may do, as data: permissions of Django, by room and model."""

from __future__ import annotations

from collections.abc import Mapping

ADMINISTRATOR = "administrator"
OPERATIONS = "operations"
MERCHANT = "merchant"

_BACK_OFFICE = ("wagtailadmin.access_admin",)
_SEE_GOODS = tuple(
    f"catalog.view_{model}"
    for model in ("product", "variant", "brand", "category", "attribute", "publication", "media")
)
_SEE_STOCK = ("inventory.view_stocklevel", "inventory.view_movement", "inventory.view_reservation")
_SEE_SALES = (
    "orders.view_order",
    "orders.view_termsversion",
    "orders.view_orderline",
    "fulfilment.view_shipment",
    "fulfilment.view_deliverymethod",
    "payments.view_paymentrequest",
    "promises.view_promise",
)

# The administrator needs no list: the account itself may do everything.
ROLES: Mapping[str, tuple[str, ...]] = {
    ADMINISTRATOR: _BACK_OFFICE,
    OPERATIONS: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        *_SEE_SALES,
        "inventory.change_stocklevel",
        "orders.change_order",
        "fulfilment.change_shipment",
        "fulfilment.change_deliverymethod",
        "payments.change_paymentrequest",
        "customers.view_customer",
        "customers.view_address",
        "journal.view_journalevent",
        "journal.view_deadletter",
        "journal.change_deadletter",
    ),
    MERCHANT: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        *_SEE_SALES,
        "catalog.add_product",
        "catalog.change_product",
        "catalog.change_variant",
        "catalog.add_brand",
        "catalog.change_brand",
        "catalog.add_category",
        "catalog.change_category",
        "catalog.add_publication",
        "catalog.change_publication",
        "pricing.view_listprice",
        "pricing.change_listprice",
        "pricing.view_pricechange",
        "content.add_picture",
        "content.change_picture",
    ),
}
