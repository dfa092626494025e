"""The way to an order, from the first page to the money."""

from __future__ import annotations

from comptoir.insights.contracts import Step

VIEWED, COMPLETED, REFUSED = "Checkout Step Viewed: ", "Checkout Step Completed: ", "Checkout Refused: "
# The storefront asks for delivery and buyer on one page: an order, or a refusal of it, says that both were answered.
ORDERED = (f"{COMPLETED}order", f"{REFUSED}order")
PATH = (
    Step(code="visit", acts=("Page Viewed", "Screen Viewed")),
    Step(code="product", acts=("Product Viewed",)),
    Step(code="basket", acts=("Product Added",)),
    Step(code="checkout", acts=(f"{VIEWED}checkout", "Checkout Started")),
    Step(code="delivery", acts=(f"{COMPLETED}delivery", f"{COMPLETED}buyer", f"{REFUSED}buyer", *ORDERED),
         facts=("Order Placed",)),
    Step(code="buyer", acts=(f"{COMPLETED}buyer", *ORDERED), facts=("Order Placed",)),
    Step(code="payment", facts=("Order Placed",)),
    Step(code="order", facts=("Order Confirmed",)),
)  # fmt: skip
GROUPS = ("channel", "device", "campaign", "known")
