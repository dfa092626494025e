"""One sentence per word of the journal, in the language of the person who reads. No query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from comptoir.journal.contracts import Event
from comptoir.kit.money import Money
from comptoir.orders import facade as orders
from comptoir.org import facade as org

ACTORS = {
    "customer": gettext_noop("the buyer"),
    "visitor": gettext_noop("the buyer"),
    "guest": gettext_noop("the buyer"),
    "account": gettext_noop("the account’s person"),
    "staff": gettext_noop("staff"),
    "key": gettext_noop("a program"),
    "source": gettext_noop("a source of events"),
    "system": gettext_noop("the system"),
}

LEFT = {
    "never_asked": gettext_noop("they were not asked whether we may write"),
    "not_confirmed": gettext_noop("they did not confirm that we may write"),
    "withdrawn": gettext_noop("they do not want our letters"),
    "reviewed": gettext_noop("they have written one"),
    "refunded": gettext_noop("money of the order went back"),
    "late": gettext_noop("it was too late"),
}

STEPS = {
    "basket": gettext_noop("basket"),
    "checkout": gettext_noop("the whole page"),
    "delivery": gettext_noop("delivery"),
    "address": gettext_noop("address"),
    "buyer": gettext_noop("buyer"),
    "payment": gettext_noop("payment"),
    "order": gettext_noop("order"),
}

# Word to sentence; the values in brackets come from `_values`.
SENTENCES: Mapping[str, str] = {
    "Order Placed": gettext_noop("Order placed: %(total)s, promised for %(promised)s"),
    "Order Confirmed": gettext_noop("Order confirmed"),
    "Segment Defined": gettext_noop("Segment %(code)s defined"),
    "Segment Changed": gettext_noop("Segment %(code)s changed: version %(version)s"),
    "Segment Archived": gettext_noop("Segment %(code)s archived"),
    "Segment Exported": gettext_noop("Who is in segment %(code)s was exported: %(people)s people"),
    "Leavers Exported": gettext_noop("Who left on the way to an order was exported: %(people)s people"),
    "Segment Entered": gettext_noop("Entered segment %(code)s"),
    "Segment Left": gettext_noop("Left segment %(code)s"),
    "Order Supply Agreed": gettext_noop("The buyer asked for supply at once, before the time to withdraw is over"),
    "Order Line Supplied": gettext_noop("Supplied without a parcel: %(supplied)s"),
    "Digital File Kept": gettext_noop("The product has a file to download"),
    "File Downloaded": gettext_noop("The buyer downloaded a file"),
    "Order Paid": gettext_noop("Order paid"),
    "Order Ready": gettext_noop("Ready to collect"),
    "Order Shipped": gettext_noop("Order shipped"),
    "Order Partly Shipped": gettext_noop("A parcel of the order shipped"),
    "Order Partly Delivered": gettext_noop("A parcel of the order delivered"),
    "Order Changed": gettext_noop("Order changed: %(total)s, %(difference)s"),
    "Order Lines Cancelled": gettext_noop("Pieces cancelled: %(cancelled)s, %(difference)s"),
    "Order Split": gettext_noop("A part comes apart: pieces %(pieces)s from %(place)s"),
    "Order Noted": gettext_noop("Note written"),
    "Order Tagged": gettext_noop("Tag put"),
    "Order Untagged": gettext_noop("Tag taken off"),
    "Order Delivered": gettext_noop("Order delivered"),
    "Order Cancelled": gettext_noop("Order cancelled"),
    "Order Expired": gettext_noop("Order expired: it was not paid in time"),
    "Order Refunded": gettext_noop("%(amount)s to be given back"),
    "Order Unsecured": gettext_noop("%(missing)s reserved by the bank lapsed: to be paid before it leaves"),
    "Withdrawal Declared": gettext_noop("The buyer withdrew: pieces %(pieces)s, money back by %(due)s"),
    "Withdrawal Stopped Parcels": gettext_noop("After the withdrawal, what had not left was looked through"),
    "Withdrawal Goods Returned": gettext_noop("Goods of a withdrawal came back or were proved to be sent"),
    "Withdrawal Refunded": gettext_noop("All money of the withdrawal is back"),
    "Money Unexpected": gettext_noop("%(amount)s came that the order does not want and is given back"),
    "Money Differs": gettext_noop("%(received)s came, which is not what was asked for"),
    "Payment Requested": gettext_noop("%(amount)s asked for"),
    "Payment Authentication Required": gettext_noop("The bank asks the buyer to confirm"),
    "Payment Awaited": gettext_noop("To be settled at the counter"),
    "Payment Received": gettext_noop("%(amount)s received"),
    "Payment Disputed": gettext_noop("%(amount)s disputed: the provider withholds %(withheld)s"),
    "Payment Dispute Closed": gettext_noop("Dispute of %(amount)s ended"),
    "Payment Refused": gettext_noop("Payment refused"),
    "Payment Cancelled": gettext_noop("Payment request withdrawn"),
    "Payment Authorised": gettext_noop("%(amount)s reserved by the bank"),
    "Payment Waiting": gettext_noop("Waits for the money, which may take days"),
    "Payment Voided": gettext_noop("%(amount)s reserved is let go"),
    "Payment Refunded": gettext_noop("%(amount)s given back"),
    "Invoice Issued": gettext_noop("Invoice %(number)s: %(total)s"),
    "Credit Note Issued": gettext_noop("Credit note %(number)s: %(total)s"),
    "Invoice Buyer Named": gettext_noop("To be invoiced to a company"),
    "Invoice Sent Again": gettext_noop("%(number)s sent again"),
    "Stock Reserved": gettext_noop("Pieces reserved: %(pieces)s"),
    "Stock Released": gettext_noop("Pieces for sale again: %(pieces)s"),
    "Stock Taken": gettext_noop("Pieces that left %(place)s: %(pieces)s"),
    "Stock Moved": gettext_noop("Stock at %(place)s: %(quantity)s"),
    "Shipment Planned": gettext_noop("Parcel to prepare at %(place)s"),
    "Shipment Changed": gettext_noop("Parcel holds now: pieces %(pieces)s"),
    "Shipment Preparation Started": gettext_noop("Parcel being prepared"),
    "Shipment Preparation Stopped": gettext_noop("Parcel put back"),
    "Shipment Ready": gettext_noop("Parcel ready"),
    "Shipment Shipped": gettext_noop("Parcel handed to the carrier"),
    "Shipment Delivered": gettext_noop("Parcel delivered"),
    "Shipment Cancelled": gettext_noop("Parcel cancelled"),
    "Promise Made": gettext_noop("Promised for %(due)s"),
    "Promise Kept": gettext_noop("Promise kept"),
    "Promise Broken": gettext_noop("Promise broken"),
    "Promise Repaired": gettext_noop("Promise repaired"),
    "Promise Withdrawn": gettext_noop("Promise withdrawn"),
    "Baskets Merged": gettext_noop("Two baskets became one"),
    "Product Created": gettext_noop("Product created"),
    "Product Changed": gettext_noop("Product changed"),
    "Product Published": gettext_noop("Product published"),
    "Product Withdrawn": gettext_noop("Product withdrawn"),
    "Gift Card Sold": gettext_noop("Gift card made: %(amount)s"),
    "Search Facets Set": gettext_noop("Properties to choose by set"),
    "Size Table Set": gettext_noop("Table of sizes set"),
    "Size Table Removed": gettext_noop("Table of sizes taken off"),
    "Variants Added": gettext_noop("Variants added: %(variants)s"),
    "Variants Retired": gettext_noop("Variants taken back: %(variants)s"),
    "Picture Added": gettext_noop("Picture added"),
    "Pictures Arranged": gettext_noop("Pictures arranged"),
    "Product Address Changed": gettext_noop("Address of its page changed"),
    "Category Address Changed": gettext_noop("Address of its page changed"),
    "Feed Opened": gettext_noop("Feed opened"),
    "Feed Published": gettext_noop("Feed made: rows %(rows)s, left out %(refused)s"),
    "Feed Address Renewed": gettext_noop("Feed got another address"),
    "Feed Closed": gettext_noop("Feed closed"),
    "Price Changed": gettext_noop("Price set to %(amount)s"),
    "Segment Price Set": gettext_noop("Price of segment %(segment)s set to %(amount)s"),
    "Segment Price Ended": gettext_noop("Price of segment %(segment)s ended"),
    "Duplicate Confirmed": gettext_noop("Two records are said to be one person’s"),
    "Duplicate Denied": gettext_noop("Two records are said to be two people’s"),
    "Duplicate Reopened": gettext_noop("What was said of two records is taken back"),
    "Unknown Person Erased": gettext_noop("What was heard of somebody unknown is erased"),
    "Account Opened": gettext_noop("Account opened"),
    "Roles Given": gettext_noop("Roles given: %(roles)s"),
    "Staff Invited": gettext_noop("Invited, with the roles: %(roles)s"),
    "Log In Refused": gettext_noop("Log-in refused"),
    "Log In Code Sent": gettext_noop("Code for logging in sent"),
    "Session Begun": gettext_noop("Logged in"),
    "Session Proved": gettext_noop("Identity confirmed"),
    "Proof Refused": gettext_noop("Confirmation refused"),
    "Sessions Ended": gettext_noop("Logged out: %(sessions)s sessions"),
    "Password Set": gettext_noop("Password set"),
    "Email Changed": gettext_noop("E-mail changed"),
    "Factor Added": gettext_noop("Second factor added"),
    "Factor Removed": gettext_noop("Second factor removed"),
    "Recovery Codes Made": gettext_noop("Recovery codes made"),
    "Account Disabled": gettext_noop("Account disabled"),
    "Account Enabled": gettext_noop("Account enabled"),
    "Second Factor Reset": gettext_noop("Second factor reset"),
    "Personal Data Exported": gettext_noop("List “%(screen)s” taken away as a file: %(rows)s lines"),
    "Api Key Issued": gettext_noop("API key issued"),
    "Api Key Revoked": gettext_noop("API key revoked"),
    "Product Added": gettext_noop("Into the basket: %(quantity)s pieces now"),
    "Product Removed": gettext_noop("Out of the basket: %(quantity)s pieces left"),
    "Product Saved For Later": gettext_noop("Saved for later"),
    "Cart Shared": gettext_noop("Basket shared by a link"),
    "Shared Cart Joined": gettext_noop("A friend came to the shared basket"),
    "Product Proposed": gettext_noop("A friend proposed an article: %(quantity)s"),
    "Proposal Taken": gettext_noop("An article that a friend proposed was put in: %(quantity)s"),
    "Proposal Declined": gettext_noop("An article that a friend proposed was declined"),
    "Shared Cart Commented": gettext_noop("Something was said beside the shared basket"),
    "Sharing Ended": gettext_noop("The sharing of the basket ended"),
    "Checkout Step Viewed": gettext_noop("Looked at a step of the order: %(step)s"),
    "Checkout Step Completed": gettext_noop("Answered a step of the order: %(step)s"),
    "Checkout Hesitated": gettext_noop("Hesitated at a step of the order: %(step)s"),
    "Checkout Refused": gettext_noop("A step of the order was refused: %(step)s"),
    "Checkout Steps Counted": gettext_noop("Steps of visitors counted, tied to nobody"),
    "Products Searched": gettext_noop("Searched for products"),
    "Searches Counted": gettext_noop("Searches counted, tied to nobody"),
    "Purposes Chosen": gettext_noop("Said what their visits may be used for"),
    "Stock Sold Ahead": gettext_noop("Pieces sold that are still to come: %(pieces)s"),
    "Ahead Stock Released": gettext_noop("Pieces to come are for sale again: %(pieces)s"),
    "Waiting Stock Allotted": gettext_noop("Pieces that came in went to an order that waited: %(pieces_given)s"),
    "Safety Stock Set": gettext_noop("Safety stock at %(place)s set"),
    "Sale Ahead Set": gettext_noop("Sale before arrival set"),
    "Count Opened": gettext_noop("Stock count opened at %(place)s"),
    "Count Figure Entered": gettext_noop("A figure of the count entered"),
    "Count Compared": gettext_noop("Both counters are done"),
    "Count Approved": gettext_noop("Count approved: its differences are booked"),
    "Count Cancelled": gettext_noop("Count cancelled"),
    "Incoming Announced": gettext_noop("Delivery announced at %(place)s"),
    "Incoming Changed": gettext_noop("Announced delivery changed"),
    "Incoming Received": gettext_noop("Announced pieces came"),
    "Incoming Cancelled": gettext_noop("What had not come of a delivery will not come"),
    "Transfer Announced": gettext_noop("Transfer between places announced: %(pieces)s pieces"),
    "Transfer Sent": gettext_noop("Transfer sent: %(pieces)s pieces"),
    "Transfer Received": gettext_noop("Transfer arrived"),
    "Transfer Cancelled": gettext_noop("Transfer cancelled"),
    "Bank Account Set": gettext_noop("Bank account for transfers set"),
    "Bank Entry Matched": gettext_noop("Transfer of %(amount)s recognised"),
    "Bank Entry Unmatched": gettext_noop("Transfer of %(amount)s that no order explains"),
    "Bank Entry Decided": gettext_noop("Decided what a transfer of %(amount)s is"),
    "Bank Statement Imported": gettext_noop("Bank statement imported"),
    "Books Compared": gettext_noop("A day of a provider’s books compared with ours"),
    "Provider Event Received": gettext_noop("The payment provider told us something"),
    "Provider Event Refused": gettext_noop("A message of the payment provider did not fit and changed nothing"),
    "Provider Event Replayed": gettext_noop("A message of the payment provider was worked again"),
    "Stored Value Issued": gettext_noop("Gift card or credit issued: %(amount)s"),
    "Stored Value Topped Up": gettext_noop("Gift card or credit topped up: %(amount)s"),
    "Stored Value Blocked": gettext_noop("Gift card or credit blocked"),
    "Stored Value Released": gettext_noop("Gift card or credit can be spent again"),
    "Order Filter Saved": gettext_noop("Filter of the order list saved"),
    "Order Filter Removed": gettext_noop("Filter of the order list removed"),
    "Orders Handled Together": gettext_noop("One action asked for on several orders"),
    "Customer Brought": gettext_noop("Customer told by another system"),
    "System Connected": gettext_noop("Outside system connected"),
    "Field Owner Set": gettext_noop("Owner of a field set"),
    "Conflict Decided": gettext_noop("Conflict between systems decided"),
    "Dead Letter Discarded": gettext_noop("A failed event was discarded"),
    "Dead Letter Replayed": gettext_noop("A failed event was handled again"),
    "Webhook Endpoint Opened": gettext_noop("Webhook opened"),
    "Webhook Endpoint Changed": gettext_noop("Webhook changed"),
    "Webhook Secret Rotated": gettext_noop("Webhook has a new secret"),
    "Webhooks Replayed": gettext_noop("Webhooks of the past sent again"),
    "Delivery Method Added": gettext_noop("Way to deliver added"),
    "Delivery Rates Set": gettext_noop("Prices of delivery set"),
    "Legal Entity Registered": gettext_noop("Company registered"),
    "Legal Entity Described": gettext_noop("Legal identity of the company changed"),
    "Market Opened": gettext_noop("Market opened"),
    "Storefront Opened": gettext_noop("Storefront opened"),
    "Place Opened": gettext_noop("Place opened"),
    "Place Hours Set": gettext_noop("Opening hours set"),
    "Terms Published": gettext_noop("Terms of sale published"),
    "Product Related": gettext_noop("What goes with the product set"),
    "Reduction Announced": gettext_noop("Price announced as reduced"),
    "Reduction Ended": gettext_noop("Reduction ended"),
    "Stock Request Made": gettext_noop("Somebody waits for an article"),
    "Stock Request Answered": gettext_noop("Who waited was told that it is back"),
    "Stock Request Withdrawn": gettext_noop("Somebody waits no longer"),
    "Wish Kept": gettext_noop("Put on a wish list"),
    "Wish Dropped": gettext_noop("Taken off a wish list"),
    "Search Synonyms Set": gettext_noop("Synonyms of the search set"),
    "Search Synonyms Removed": gettext_noop("Synonyms of the search removed"),
    "Search Redirect Set": gettext_noop("Redirect of the search set"),
    "Search Redirect Removed": gettext_noop("Redirect of the search removed"),
    "Review Submitted": gettext_noop("Review written, waits to be read"),
    "Review Published": gettext_noop("Review published"),
    "Review Refused": gettext_noop("Review refused"),
    "Review Withdrawn": gettext_noop("Review withdrawn"),
    "Review Answered": gettext_noop("The house answered a review"),
    "Review Found Helpful": gettext_noop("A reader found the review helpful"),
    "Review Vote Taken Back": gettext_noop("A reader took a vote for the review back"),
    "Review Invited": gettext_noop("The buyer is asked for a review"),
    "Review Invitation Left": gettext_noop("The buyer is not asked for a review: %(left)s"),
    "Review Reported": gettext_noop("Review reported by a reader"),
    "Review Reports Settled": gettext_noop("A reported review was looked at and stays"),
    "Question Asked": gettext_noop("Question asked"),
    "Question Published": gettext_noop("Question published"),
    "Question Answered": gettext_noop("Question answered"),
    "Question Refused": gettext_noop("Question refused"),
    "Question Withdrawn": gettext_noop("Question withdrawn"),
    "Answer Published": gettext_noop("Answer of a buyer published"),
    "Answer Refused": gettext_noop("Answer of a buyer refused"),
    "Page Published": gettext_noop("Page published: %(path)s"),
    "Page Unpublished": gettext_noop("Page taken offline: %(path)s"),
    "Notice Published": gettext_noop("Notice published"),
    "Notice Unpublished": gettext_noop("Notice taken off"),
    "Theme Published": gettext_noop("The shop’s look was published"),
    "Theme Unpublished": gettext_noop("The shop has its own look again"),
    "Page Viewed": gettext_noop("Looked at %(path)s"),
    "Screen Viewed": gettext_noop("Looked at the screen “%(event)s”"),
    "Event Tracked": gettext_noop("Reported: %(event)s"),
    "Identity Stated": gettext_noop("A source said who this is"),
    "Alias Stated": gettext_noop("A source said that two names are one person"),
    "Group Stated": gettext_noop("A source said which group this person belongs to"),
    "Merge Undone": gettext_noop("A link between two identifiers was undone"),
    "Merge Restored": gettext_noop("A link between two identifiers counts again"),
    "Identifier Ruled Out": gettext_noop("A value names nobody from now on"),
    "Message Consent Asked": gettext_noop("Asked for our messages; to be confirmed"),
    "Message Consent Given": gettext_noop("Allowed our messages"),
    "Message Consent Withdrawn": gettext_noop("Wants no more messages"),
    "Visits Counted": gettext_noop("Visits counted, tied to nobody"),
    "Destination Opened": gettext_noop("Events are forwarded to another collector"),
    "Destination Changed": gettext_noop("Forwarding of events changed"),
    "Destination Removed": gettext_noop("A destination of events was removed; events dropped: %(dropped)s"),
    "Erasure Passed On": gettext_noop("A destination of events has to erase somebody too; names there: %(names)s"),
    "Erasure Elsewhere Confirmed": gettext_noop("The other side erased somebody too"),
    "Parcels Replayed": gettext_noop("Forwarded events sent again"),
    "Pages Counted": gettext_noop("Pages counted, tied to nobody"),
    "Activity Counted": gettext_noop("Activity counted, tied to nobody"),
    "Own Data Given": gettext_noop("A person took a copy of their data"),
    "Own Data Corrected": gettext_noop("A person corrected their data"),
    "Erasure Asked": gettext_noop("A person is to be forgotten"),
    "Erasure Completed": gettext_noop("A person is forgotten, and the record is signed"),
    "Account Erased": gettext_noop("Account erased: its person was forgotten"),
    "Source Opened": gettext_noop("Source of events opened: %(code)s"),
    "Source Changed": gettext_noop("Source of events changed: %(code)s"),
    "Source Key Rotated": gettext_noop("New write key for the source %(code)s"),
    "Source Paused": gettext_noop("Source of events paused: %(code)s"),
    "Source Resumed": gettext_noop("Source of events resumed: %(code)s"),
}

REASONED = ("Order Cancelled", "Order Lines Cancelled", "Order Refunded")
# What stands small under the sentence, when the event says it.
DETAILS = ("reason", "refusal_code", "tracking_number", "carrier", "remedy", "method")


def of(event: Event, places: Mapping[str, str], locale: str) -> tuple[str, str]:
    """The sentence of an event and its details. A word without a sentence is shown by its name."""
    payload = event.payload
    sentence = SENTENCES.get(event.name)
    text = _(sentence) % _values(payload, places, locale) if sentence else event.name
    return text, " · ".join(_detail(event, key, locale) for key in DETAILS if payload.get(key))


def _detail(event: Event, key: str, locale: str) -> str:
    """Codes by their names. What is no code is shown as it stands: the journal still holds older, free reasons."""
    value = str(event.payload[key])
    reasons = orders.REFUND_REASONS if event.name == "Order Refunded" else orders.REASONS
    name = reasons.get(value) if key == "reason" and event.name in REASONED else None
    return name.read(locale) if name else value


def actor(code: str) -> str:
    """Who did it, without a name: `key:ab12` is a program."""
    kind = code.partition(":")[0]
    return _(ACTORS[kind]) if kind in ACTORS else code


class _values(dict[str, str]):
    """Reads a value of the payload when a sentence asks for it."""

    def __init__(self, payload: Mapping[str, Any], places: Mapping[str, str], locale: str) -> None:
        super().__init__()
        self.payload, self.places, self.locale = payload, places, locale

    def __missing__(self, key: str) -> str:
        return READERS[key](self)

    def money(self, field: str) -> str:
        return Money(self.payload[field], self.payload["currency"]).format(self.locale)

    def difference(self) -> str:
        shown = self.money("difference_minor")
        return f"+{shown}" if self.payload["difference_minor"] > 0 else shown.replace("-", "−")

    def day(self, field: str) -> str:
        moment = datetime.fromisoformat(self.payload[field]).astimezone(_zone())
        pattern = "EEEE d MMMM" if self.locale == "fr" else "EEEE, d MMMM"
        return format_date(moment.date(), pattern, locale=self.locale)


READERS: Mapping[str, Callable[[_values], str]] = {
    "total": lambda v: v.money("total_minor"),
    "missing": lambda v: v.money("missing_minor"),
    "received": lambda v: v.money("received_minor"),
    "amount": lambda v: v.money("amount_minor"),
    "withheld": lambda v: v.money("withheld_minor"),
    "promised": lambda v: v.day("promised_by"),
    "number": lambda v: str(v.payload["number"]),
    "due": lambda v: v.day("due"),
    "place": lambda v: v.places.get(v.payload["location_id"], "?"),
    "pieces": lambda v: str(sum(int(line["quantity"]) for line in v.payload["lines"])),
    "difference": lambda v: v.difference(),
    "cancelled": lambda v: str(sum(int(line["quantity"]) for line in v.payload["cancelled"])),
    "roles": lambda v: ", ".join(str(org.ROLE_NAMES.get(role, role)) for role in v.payload["roles"]) or "–",
    "sessions": lambda v: str(len(v.payload["session_ids"])),
    "screen": lambda v: str(v.payload["screen"]),
    "rows": lambda v: str(v.payload["rows"]),
    "quantity": lambda v: f"{v.payload['quantity']:+d}" if "location_id" in v.payload else str(v.payload["quantity"]),
    "left": lambda v: _(LEFT.get(v.payload["reason"], v.payload["reason"])),
    "supplied": lambda v: (
        ngettext("%(count)s piece", "%(count)s pieces", v.payload["quantity"]) % {"count": v.payload["quantity"]}
    ),
    "pieces_given": lambda v: str(v.payload["quantity"]),
    "path": lambda v: str(v.payload["path"]) or "/",
    "event": lambda v: str(v.payload["event"]),
    "code": lambda v: str(v.payload["code"]),
    "version": lambda v: str(v.payload["version"]),
    "people": lambda v: str(v.payload["people"]),
    "variants": lambda v: str(len(v.payload["variant_ids"])),
    "step": lambda v: _(STEPS[v.payload["step"]]) if v.payload["step"] in STEPS else v.payload["step"],
}


def _zone() -> ZoneInfo:
    return timezone.get_current_timezone()  # type: ignore[return-value]
