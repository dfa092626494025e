"""What each role may do, as data: permissions of Django, by room and model."""

from __future__ import annotations

from collections.abc import Mapping

ADMINISTRATOR = "administrator"
OPERATIONS = "operations"
MERCHANT = "merchant"
SHOP = "shop"

_BACK_OFFICE = ("wagtailadmin.access_admin",)
_SEE_GOODS = tuple(
    f"catalog.view_{model}"
    for model in ("product", "variant", "brand", "category", "attribute", "publication", "media")
)
_SEE_STOCK = tuple(
    f"inventory.view_{model}"
    for model in ("stocklevel", "movement", "reservation", "saleahead", "incoming", "transfer", "count")
)
_SEE_SALES = (
    "orders.view_order",
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
        "inventory.change_saleahead",
        "inventory.change_incoming",
        "inventory.change_transfer",
        "inventory.change_count",
        "orders.change_order",
        "fulfilment.change_shipment",
        "fulfilment.change_deliverymethod",
        "payments.change_paymentrequest",
        "treasury.view_incomingevent",
        "treasury.change_incomingevent",
        "treasury.view_bankentry",
        "treasury.change_bankentry",
        "treasury.view_bankstatement",
        "treasury.add_bankstatement",
        "treasury.view_reconciliation",
        "treasury.change_reconciliation",
        "customers.view_customer",
        "customers.view_address",
        "journal.view_journalevent",
        "journal.view_deadletter",
        "journal.change_deadletter",
    ),
    # Who works in a shop counts and takes in what arrives; somebody else approves.
    SHOP: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        "inventory.change_transfer",
        "inventory.change_count",
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
