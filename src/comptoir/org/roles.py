"""What each role may do, as data: permissions of Django, by room and model."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ADMINISTRATOR = "administrator"
OPERATIONS = "operations"
MERCHANT = "merchant"
EDITOR = "editor"
ASSOCIATE = "associate"
ACCOUNTANT = "accountant"
READER = "reader"

ROLE_NAMES: Mapping[str, str | Promise] = {
    ADMINISTRATOR: _("administrator"),
    OPERATIONS: _("operations"),
    MERCHANT: _("merchant"),
    EDITOR: _("editor"),
    ASSOCIATE: _("shop associate"),
    ACCOUNTANT: _("accountant"),
    READER: _("reader"),
}

_BACK_OFFICE = ("wagtailadmin.access_admin",)
_SEE_GOODS = tuple(
    f"catalog.view_{model}"
    for model in ("product", "variant", "brand", "category", "attribute", "publication", "media")
) + ("reviews.view_review", "reviews.view_question")
_ANSWER_PEOPLE = ("reviews.change_review", "reviews.change_question")
_SEE_STOCK = (
    *(
        f"inventory.view_{model}"
        for model in ("stocklevel", "movement", "reservation", "saleahead", "incoming", "transfer", "count")
    ),
    "wishes.view_stockrequest",
)
_SEE_SALES = (
    "orders.view_order",
    "orders.view_termsversion",
    "orders.view_orderline",
    "fulfilment.view_shipment",
    "fulfilment.view_deliverymethod",
    "payments.view_paymentrequest",
    "payments.view_storedvalue",
    "ledger.view_daybook",
    "promises.view_promise",
    "aftersales.view_withdrawal",
    "privacy.view_erasure",
)

_LOOK = tuple(
    f"content.{action}_{model}" for model in ("notice", "theme") for action in ("add", "change", "delete", "publish")
)

# The administrator needs no list: the account itself may do everything.
ROLES: Mapping[str, tuple[str, ...]] = {
    ADMINISTRATOR: _BACK_OFFICE,
    OPERATIONS: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        *_SEE_SALES,
        *_ANSWER_PEOPLE,
        "inventory.change_stocklevel",
        "inventory.change_saleahead",
        "inventory.change_incoming",
        "inventory.change_transfer",
        "inventory.change_count",
        "org.view_location",
        "org.change_location",
        "orders.change_order",
        "aftersales.change_withdrawal",
        "invoicing.view_document",
        "invoicing.add_document",
        "fulfilment.change_shipment",
        "fulfilment.change_deliverymethod",
        "payments.change_paymentrequest",
        "payments.add_storedvalue",
        "payments.change_storedvalue",
        "treasury.view_incomingevent",
        "treasury.change_incomingevent",
        "treasury.view_bankentry",
        "treasury.change_bankentry",
        "treasury.view_bankstatement",
        "treasury.add_bankstatement",
        "treasury.view_reconciliation",
        "treasury.change_reconciliation",
        "profiles.view_person",
        "profiles.change_person",
        "customers.view_customer",
        "customers.view_address",
        "journal.view_journalevent",
        "journal.view_deadletter",
        "journal.change_deadletter",
        "journal.view_webhookendpoint",
        "journal.change_webhookendpoint",
        "interconnect.view_system",
        "interconnect.view_conflict",
        "interconnect.change_conflict",
        "interconnect.view_report",
        "sources.view_source",
        "forwarding.view_destination",
    ),
    MERCHANT: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        *_SEE_SALES,
        *_ANSWER_PEOPLE,
        "sources.view_source",
        "sources.change_source",
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
        "promotions.view_promotion",
        "promotions.change_promotion",
        "promotions.export_promotion",
        "pricing.view_pricechange",
        "fulfilment.change_deliverymethod",
        "interconnect.view_conflict",
        "interconnect.change_conflict",
        "interconnect.view_report",
        "content.add_picture",
        "content.change_picture",
        *_LOOK,
        "wagtail_localize.submit_translation",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
        "search.view_askedquery",
        "search.change_synonyms",
        "insights.view_foreseen",
        "segments.view_segment",
        "segments.change_segment",
        "segments.export_segment",
        "segments.view_membership",
        "feeds.view_feed",
        "feeds.change_feed",
    ),
    # Writes pages and asks for their publication, which is the merchant's. Rights to pages and pictures stand in
    # Wagtail's own tables for the groups of these two roles.
    EDITOR: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        "content.add_picture",
        "content.change_picture",
        "content.add_notice",
        "content.change_notice",
        "segments.view_segment",
        "wagtail_localize.submit_translation",
    ),
    # Hands over, receives money at the counter, counts and takes in what arrives: all that happens in a shop, and
    # whom it is for. Differences of a count are approved by somebody else.
    ASSOCIATE: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        *_SEE_SALES,
        *_ANSWER_PEOPLE,
        "inventory.change_transfer",
        "inventory.change_count",
        "orders.change_order",
        "aftersales.change_withdrawal",
        "fulfilment.change_shipment",
        "invoicing.view_document",
        "profiles.view_person",
        "customers.view_customer",
        "customers.view_address",
    ),
    # Sees what was sold, paid and given back, and for whom; matches the bank with it; changes nothing else.
    ACCOUNTANT: (
        *_BACK_OFFICE,
        *_SEE_SALES,
        "insights.view_foreseen",
        "invoicing.view_document",
        "treasury.view_incomingevent",
        "treasury.view_bankentry",
        "treasury.change_bankentry",
        "treasury.view_bankstatement",
        "treasury.add_bankstatement",
        "treasury.view_reconciliation",
        "treasury.change_reconciliation",
        "pricing.view_listprice",
        "promotions.view_promotion",
        "pricing.view_pricechange",
        "customers.view_customer",
        "customers.view_address",
        "journal.view_journalevent",
    ),
    # Sees goods, stock and sales without a name; changes nothing.
    READER: (
        *_BACK_OFFICE,
        *_SEE_GOODS,
        *_SEE_STOCK,
        *_SEE_SALES,
        "pricing.view_listprice",
        "promotions.view_promotion",
        "insights.view_foreseen",
    ),
}
