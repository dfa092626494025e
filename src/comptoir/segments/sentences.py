"""A rule said back in plain words, in the language that is active."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as Anything

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comptoir.segments.rules.language import All, Any, Did, Node, Not, Property, Scalar, Test, Trait, Within

# What is asked most: traits that profiles compute, and words and public names of what happens. Others are said as they
# are written.
TRAITS: Mapping[str, Anything] = {
    "orders_count": gettext_lazy("number of orders"),
    "orders_cancelled": gettext_lazy("orders that were cancelled"),
    "spent_minor": gettext_lazy("money spent, in cents"),
    "average_basket_minor": gettext_lazy("average basket, in cents"),
    "pieces_per_order": gettext_lazy("pieces per order"),
    "days_between_orders": gettext_lazy("days between orders"),
    "preferred_channel": gettext_lazy("preferred channel"),
    "preferred_delivery": gettext_lazy("preferred delivery"),
    "preferred_shop": gettext_lazy("preferred shop"),
}
EVENTS: Mapping[str, Anything] = {
    "Page Viewed": gettext_lazy("looked at a page"),
    "Product Viewed": gettext_lazy("looked at a product"),
    "Product List Viewed": gettext_lazy("looked at an aisle"),
    "Products Searched": gettext_lazy("searched"),
    "Product Added": gettext_lazy("put something in the basket"),
    "Product Removed": gettext_lazy("took something out of the basket"),
    "Cart Viewed": gettext_lazy("looked at the basket"),
    "Checkout Started": gettext_lazy("began to order"),
    "Checkout Step Viewed": gettext_lazy("looked at a step of an order"),
    "Checkout Hesitated": gettext_lazy("hesitated while ordering"),
    "Payment Info Entered": gettext_lazy("said how to pay"),
    "Order Placed": gettext_lazy("ordered"),
    "Order Cancelled": gettext_lazy("had an order cancelled"),
    "Order Delivered": gettext_lazy("received an order"),
    "Payment Refused": gettext_lazy("had a payment refused"),
    "Withdrawal Declared": gettext_lazy("gave something back"),
    "Review Submitted": gettext_lazy("wrote a review"),
}


def said(node: Node, names: Mapping[str, str]) -> str:
    """One sentence without its first capital or last stop; `names` are the names of other segments by code."""
    match node:
        case Trait(name, test):
            return _("%(what)s %(asked)s") % {"what": trait_name(name), "asked": asked(test)}
        case Did():
            return _did(node)
        case Within(code, inside):
            name = names.get(code, code)
            return (_("is in “%(segment)s”") if inside else _("is not in “%(segment)s”")) % {"segment": name}
        case Not(of):
            return _("not (%(what)s)") % {"what": said(of, names)}
        case All(parts):
            return str(_(" and ")).join(_bracketed(each, names, Any) for each in parts)
        case Any(parts):
            return str(_(" or ")).join(_bracketed(each, names, All) for each in parts)


def _bracketed(node: Node, names: Mapping[str, str], other: type[All] | type[Any]) -> str:
    text = said(node, names)
    return f"({text})" if isinstance(node, other) and len(node.of) > 1 else text


def trait_name(name: str) -> str:
    return str(TRAITS[name]) if name in TRAITS else _("“%(name)s”") % {"name": name}


def event_name(event: str) -> str:
    return str(EVENTS[event]) if event in EVENTS else _("did “%(event)s”") % {"event": event}


def _did(leaf: Did) -> str:
    event = event_name(leaf.event)
    if leaf.where:
        event = _("%(event)s (where %(where)s)") % {
            "event": event,
            "where": str(_(" and ")).join(map(_property, leaf.where)),
        }
    span = ngettext("in the last day", "in the last %(days)s days", leaf.days or 0) % {"days": leaf.days}
    ago = ngettext("more than a day ago", "more than %(days)s days ago", leaf.days or 0) % {"days": leaf.days}
    values = {"event": event, "times": leaf.times, "span": span, "ago": ago}
    match leaf.test:
        case "at_least":
            text = ngettext("%(event)s at least once", "%(event)s at least %(times)s times", leaf.times) % values
        case "at_most" if leaf.times == 0:
            text = _("never: %(event)s") % values
        case "at_most":
            text = ngettext("%(event)s once at most", "%(event)s %(times)s times at most", leaf.times) % values
        case "first_within":
            return _("%(event)s for the first time %(span)s") % values
        case "first_before":
            return _("%(event)s for the first time %(ago)s") % values
        case _:
            return _("%(event)s for the last time %(ago)s") % values
    return f"{text} {span}" if leaf.days else text


def _property(each: Property) -> str:
    return _("%(what)s %(asked)s") % {"what": _("“%(name)s”") % {"name": each.name}, "asked": asked(each.test)}


def asked(test: Test) -> str:
    """The question of a test, as the end of a sentence."""
    listed = test.operand if isinstance(test.operand, tuple) else (test.operand,)
    words = [_value(each) for each in listed if each is not None]
    match test.test:
        case "is":
            text = _("is %(value)s")
        case "is_not":
            text = _("is known and is not %(value)s")
        case "at_least":
            text = _("is at least %(value)s")
        case "at_most":
            text = _("is at most %(value)s")
        case "between":
            return _("is between %(low)s and %(high)s") % {"low": words[0], "high": words[-1]}
        case "contains":
            text = _("contains %(value)s")
        case "one_of":
            text = _("is one of %(value)s")
        case "known":
            return _("is known")
        case _:
            return _("is not known")
    return text % {"value": ", ".join(words)}


def _value(value: Scalar) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return _("“%(name)s”") % {"name": value} if isinstance(value, str) else str(value)
