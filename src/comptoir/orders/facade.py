from comptoir.orders.assess import way_of, ways
from comptoir.orders.checks import check_money
from comptoir.orders.commands.annotate import add_note, tag_order, untag_order
from comptoir.orders.commands.ask_transfer import ask_transfer
from comptoir.orders.commands.bulk import ACTS as BULK
from comptoir.orders.commands.bulk import AT_ONCE, start_bulk, undo_bulk, work_bulk
from comptoir.orders.commands.cancel_lines import LinesCancelled, cancel_lines, cancelled_lines
from comptoir.orders.commands.change import change_order, preview_change
from comptoir.orders.commands.close import cancel, expire_unpaid
from comptoir.orders.commands.forget import forget
from comptoir.orders.commands.keep_filter import remove_filter, save_filter
from comptoir.orders.commands.moves import LockedOrder, hold_order
from comptoir.orders.commands.open import LineText, new_number, open_order
from comptoir.orders.commands.pay_again import pay_again
from comptoir.orders.commands.publish_terms import publish_terms
from comptoir.orders.commands.refresh_payment import refresh_payment
from comptoir.orders.commands.refund import refund, refund_again, refund_held, require_unclaimed
from comptoir.orders.commands.refund_parts import put_back
from comptoir.orders.commands.serve import (
    give_back_in_shop,
    mark_delivered,
    mark_ready,
    mark_shipped,
    receive_in_shop,
    start_preparing,
    stop_preparing,
)
from comptoir.orders.commands.settle_dispute import settle_dispute
from comptoir.orders.commands.settle_payment import settle_payment, settle_payments
from comptoir.orders.commands.split import split_order
from comptoir.orders.commands.supply import supply
from comptoir.orders.commands.take_back import lapse_unpaid_changes, take_back_change
from comptoir.orders.errors import BLOCKED
from comptoir.orders.exchange import OrderBrief, briefs, numbered, order_ids
from comptoir.orders.export import export_csv, export_rows
from comptoir.orders.figures import buyers, sold, sold_by_day
from comptoir.orders.finding import (
    OrderFilter,
    matching,
    of_first_between,
    of_first_channel,
    of_returning,
    refunded,
    tagged,
    with_a_day,
)
from comptoir.orders.links import link, order_of_link
from comptoir.orders.listing import bulk, changes, filters, notes, tags, tags_of
from comptoir.orders.parcels import agreed_natures, of_nature
from comptoir.orders.ports import give_cards, left_on_cards
from comptoir.orders.ports import subjects_of as keepers_of
from comptoir.orders.queries import (
    by_link,
    by_number,
    find,
    get,
    of_basket,
    pieces_by_hand,
    standing,
    variants_of,
)
from comptoir.orders.refunding import require_back
from comptoir.orders.refunding import wished as refund_wished
from comptoir.orders.refunds import refunds_of
from comptoir.orders.rules import REASONS, REFUND_REASONS, REFUNDED, working_days
from comptoir.orders.sales import SalesDay, channels, sales
from comptoir.orders.terms import get as terms
from comptoir.orders.terms import in_force as terms_in_force

__all__ = [
    "AT_ONCE",
    "BLOCKED",
    "BULK",
    "REASONS",
    "REFUNDED",
    "REFUND_REASONS",
    "LineText",
    "LinesCancelled",
    "LockedOrder",
    "OrderBrief",
    "OrderFilter",
    "SalesDay",
    "add_note",
    "agreed_natures",
    "briefs",
    "bulk",
    "ask_transfer",
    "by_link",
    "by_number",
    "buyers",
    "cancel",
    "cancel_lines",
    "cancelled_lines",
    "change_order",
    "changes",
    "channels",
    "check_money",
    "expire_unpaid",
    "export_csv",
    "export_rows",
    "filters",
    "find",
    "forget",
    "get",
    "give_back_in_shop",
    "give_cards",
    "hold_order",
    "keepers_of",
    "lapse_unpaid_changes",
    "left_on_cards",
    "link",
    "mark_delivered",
    "mark_ready",
    "mark_shipped",
    "matching",
    "of_nature",
    "of_first_between",
    "of_first_channel",
    "of_returning",
    "pieces_by_hand",
    "new_number",
    "notes",
    "numbered",
    "of_basket",
    "open_order",
    "order_ids",
    "order_of_link",
    "pay_again",
    "preview_change",
    "publish_terms",
    "put_back",
    "receive_in_shop",
    "refresh_payment",
    "refund",
    "refund_again",
    "refund_held",
    "refund_wished",
    "refunded",
    "refunds_of",
    "require_back",
    "require_unclaimed",
    "remove_filter",
    "sales",
    "save_filter",
    "settle_dispute",
    "settle_payment",
    "settle_payments",
    "sold",
    "sold_by_day",
    "split_order",
    "start_bulk",
    "supply",
    "start_preparing",
    "stop_preparing",
    "tag_order",
    "tagged",
    "standing",
    "tags",
    "tags_of",
    "take_back_change",
    "terms",
    "terms_in_force",
    "undo_bulk",
    "untag_order",
    "way_of",
    "with_a_day",
    "ways",
    "work_bulk",
    "working_days",
    "variants_of",
]
