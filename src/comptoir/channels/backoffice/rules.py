"""Who may do what on which screen, and how states look. Pure data: the permissions are Django's, given to roles
by `org`."""

from __future__ import annotations

from collections.abc import Mapping

# Screen and action to the permission that it needs. Wagtail's own actions are view, add, change and delete.
RIGHTS: Mapping[tuple[str, str], str] = {
    ("orders", "view"): "orders.view_order",
    ("orders", "change"): "orders.change_order",
    ("orders", "contact"): "customers.view_address",
    ("terms", "view"): "orders.view_termsversion",
    ("terms", "add"): "orders.add_termsversion",
    ("payments", "view"): "payments.view_paymentrequest",
    ("promises", "view"): "promises.view_promise",
    ("products", "view"): "catalog.view_product",
    ("products", "change"): "catalog.change_product",
    ("products", "publish"): "catalog.change_publication",
    ("categories", "view"): "catalog.view_category",
    ("brands", "view"): "catalog.view_brand",
    ("prices", "view"): "pricing.view_listprice",
    ("prices", "change"): "pricing.change_listprice",
    ("stock", "view"): "inventory.view_stocklevel",
    ("stock", "change"): "inventory.change_stocklevel",
    ("movements", "view"): "inventory.view_movement",
    ("letters", "view"): "journal.view_deadletter",
    ("letters", "change"): "journal.change_deadletter",
    ("keys", "view"): "org.view_apikey",
    ("keys", "add"): "org.add_apikey",
    ("keys", "change"): "org.change_apikey",
}

# A state's tone is the colour of its dot; the word stands beside it, so colour never speaks alone.
TONES: Mapping[str, str] = {
    "pending": "waiting",
    "confirmed": "active",
    "partly_shipped": "active",
    "partly_delivered": "active",
    "preparing": "active",
    "done": "good",
    "unchanged": "quiet",
    "shipped": "active",
    "ready": "active",
    "delivered": "good",
    "cancelled": "quiet",
    "expired": "quiet",
    "requested": "waiting",
    "action_required": "waiting",
    "awaited": "waiting",
    "waiting": "waiting",
    "authorised": "active",
    "captured": "good",
    "voided": "quiet",
    "paid": "good",
    "refused": "bad",
    "planned": "waiting",
    "made": "active",
    "kept": "good",
    "broken": "bad",
    "repaired": "good",
    "withdrawn": "quiet",
    "published": "good",
    "upcoming": "waiting",
    "hidden": "quiet",
    "in_use": "good",
    "revoked": "quiet",
    "available": "good",
    "sold_out": "bad",
    "person": "bad",
    "retried": "waiting",
}


def right(screen: str, action: str) -> str | None:
    """The permission for an action on a screen; None when nobody but an administrator may do it."""
    return RIGHTS.get((screen, action))


def tone(state: str) -> str:
    return TONES.get(state, "quiet")
