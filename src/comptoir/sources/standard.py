"""The widespread e-commerce events (version 2 of the public specification): names, properties, types, and the names
that they had before; and what happens in shops and with support, for which there are no widespread names."""

from __future__ import annotations

from collections.abc import Mapping

_PRODUCT = {
    "product_id": "text", "sku": "text", "category": "text", "name": "text", "brand": "text", "variant": "text",
    "price": "number", "quantity": "number", "coupon": "text", "position": "number", "url": "text",
    "image_url": "text",
}  # fmt: skip
_ONE = _PRODUCT | {"product_id": "text*"}
_SUMS = {
    "value": "number", "revenue": "number", "shipping": "number", "tax": "number", "discount": "number",
    "coupon": "text", "currency": "text", "products": "list",
}  # fmt: skip
_ORDER = {"order_id": "text*", "affiliation": "text", "total": "number", "subtotal": "number"} | _SUMS
_STEP = {"checkout_id": "text", "step": "number", "shipping_method": "text", "payment_method": "text"}
_COUPON = {
    "order_id": "text", "cart_id": "text", "coupon_id": "text", "coupon_name": "text", "discount": "number",
    "reason": "text",
}  # fmt: skip
_LIST = {"list_id": "text", "category": "text", "products": "list"}
_PROMOTION = {"promotion_id": "text", "creative": "text", "name": "text", "position": "any"}
_WISH = {"wishlist_id": "text", "wishlist_name": "text"} | _ONE

_THERE = {"place": "text*"}
_TICKET = {"ticket_id": "text*", "order_id": "text", "topic": "text", "by": "text"}
_APPOINTMENT = _THERE | {"appointment_id": "text*", "starts_at": "text", "topic": "text"}

# What the specification has no names for: in a shop, and with whoever answers. `place` is the code of a shop, `by` how
# they talked (email, phone, chat).
IN_PERSON: Mapping[str, Mapping[str, str]] = {
    "Shop Visited": _THERE | {"seconds": "number"},
    "Product Scanned": _ONE | _THERE,
    "Product Tried On": _ONE | _THERE,
    "Advice Given": _THERE | {"products": "list", "seconds": "number"},
    "Appointment Booked": _APPOINTMENT,
    "Appointment Kept": _APPOINTMENT,
    "Appointment Missed": _APPOINTMENT,
    "Support Ticket Opened": _TICKET,
    "Support Ticket Answered": _TICKET | {"seconds": "number"},
    "Support Ticket Closed": _TICKET | {"seconds": "number"},
    "Support Rated": _TICKET | {"rating": "number*"},
}  # fmt: skip
STANDARD: Mapping[str, Mapping[str, str]] = {
    **IN_PERSON,
    "Products Searched": {"query": "any*"},
    "Product List Viewed": _LIST,
    "Product List Filtered": _LIST | {"filters": "list", "sorts": "list"},
    "Promotion Viewed": _PROMOTION,
    "Promotion Clicked": _PROMOTION,
    "Product Clicked": _ONE,
    "Product Viewed": _ONE | {"currency": "text", "value": "number"},
    "Product Added": _ONE | {"cart_id": "text"},
    "Product Removed": _ONE | {"cart_id": "text"},
    "Cart Viewed": {"cart_id": "text", "products": "list"},
    "Checkout Started": _ORDER | {"order_id": "text"},
    "Checkout Step Viewed": _STEP,
    "Checkout Step Completed": _STEP,
    "Payment Info Entered": _STEP | {"order_id": "text"},
    "Order Updated": _ORDER,
    "Order Completed": _ORDER | {"checkout_id": "text"},
    "Order Refunded": _ORDER,
    "Order Cancelled": _ORDER,
    "Coupon Entered": _COUPON,
    "Coupon Applied": _COUPON,
    "Coupon Removed": _COUPON,
    "Coupon Denied": _COUPON,
    "Product Added to Wishlist": _WISH,
    "Product Removed from Wishlist": _WISH,
    "Wishlist Product Added to Cart": _WISH | {"cart_id": "text"},
    "Product Shared": _ONE | {"share_via": "text", "share_message": "text", "recipient": "text"},
    "Cart Shared": {
        "share_via": "text", "share_message": "text", "recipient": "text", "cart_id": "text", "products": "list",
    },
    "Product Reviewed": {"product_id": "text*", "review_id": "text", "review_body": "text", "rating": "any"},
}  # fmt: skip

# What the storefront's own script tells besides.
OWN_SCRIPT: Mapping[str, Mapping[str, str]] = {
    "Field Hesitated": {"field": "text*", "seconds": "number", "times": "number"},
    "Checkout Left": {"field": "text", "seconds": "number"},
    "Error Occurred": {"message": "text*", "source": "text", "line": "number"},
    "Web Vitals Measured": {
        "kind_of_page": "text", "lcp_ms": "number", "inp_ms": "number", "cls_thousandths": "number",
    },
}  # fmt: skip

# Names of version 1, and others that the specification lists as the same.
OLDER_NAMES: Mapping[str, str] = {
    "Viewed Product": "Product Viewed",
    "Viewed Product Category": "Product List Viewed",
    "Product Category Viewed": "Product List Viewed",
    "Filtered Products": "Product List Filtered",
    "Searched Products": "Products Searched",
    "Clicked Product": "Product Clicked",
    "Added Product": "Product Added",
    "Removed Product": "Product Removed",
    "Viewed Cart": "Cart Viewed",
    "Started Order": "Checkout Started",
    "Viewed Checkout Step": "Checkout Step Viewed",
    "Completed Checkout Step": "Checkout Step Completed",
    "Entered Payment Info": "Payment Info Entered",
    "Updated Order": "Order Updated",
    "Completed Order": "Order Completed",
    "Refunded Order": "Order Refunded",
    "Cancelled Order": "Order Cancelled",
    "Viewed Promotion": "Promotion Viewed",
    "Clicked Promotion": "Promotion Clicked",
    "Entered Coupon": "Coupon Entered",
    "Applied Coupon": "Coupon Applied",
    "Denied Coupon": "Coupon Denied",
    "Removed Coupon": "Coupon Removed",
    "Added Product to Wishlist": "Product Added to Wishlist",
    "Removed Product from Wishlist": "Product Removed from Wishlist",
    "Shared Product": "Product Shared",
    "Shared Cart": "Cart Shared",
    "Reviewed Product": "Product Reviewed",
}


def name_now(event: str) -> str:
    """The name that an event has today."""
    return OLDER_NAMES.get(event, event)
