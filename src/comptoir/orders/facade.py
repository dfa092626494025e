from comptoir.orders.checks import check_money
from comptoir.orders.commands.ask_transfer import ask_transfer
from comptoir.orders.commands.close import cancel, expire_unpaid
from comptoir.orders.commands.open import LineText, new_number, open_order
from comptoir.orders.commands.pay_again import pay_again
from comptoir.orders.commands.refresh_payment import refresh_payment
from comptoir.orders.commands.refund import refund, refund_again
from comptoir.orders.commands.serve import give_back_in_shop, mark_delivered, mark_ready, mark_shipped, receive_in_shop
from comptoir.orders.commands.settle_payment import settle_payment, settle_payments
from comptoir.orders.exchange import OrderBrief, briefs, numbered, order_ids
from comptoir.orders.links import link, order_of_link
from comptoir.orders.queries import OrderFilter, by_link, by_number, find, get, of_basket
from comptoir.orders.rules import REASONS, REFUND_REASONS
from comptoir.orders.sales import SalesDay, sales

__all__ = [
    "REASONS",
    "REFUND_REASONS",
    "LineText",
    "OrderBrief",
    "OrderFilter",
    "SalesDay",
    "briefs",
    "ask_transfer",
    "by_link",
    "by_number",
    "cancel",
    "check_money",
    "expire_unpaid",
    "find",
    "get",
    "give_back_in_shop",
    "link",
    "mark_delivered",
    "mark_ready",
    "mark_shipped",
    "new_number",
    "numbered",
    "of_basket",
    "open_order",
    "order_ids",
    "order_of_link",
    "pay_again",
    "receive_in_shop",
    "refresh_payment",
    "refund",
    "refund_again",
    "sales",
    "settle_payment",
    "settle_payments",
]
