"""A basket that friends look at, in words: what each line is, who proposes what, what was said of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from comptoir.catalog.contracts import Sellable
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.shown.cards import cards
from comptoir.channels.storefront.shown.set_aside import line
from comptoir.channels.storefront.templatetags.shop import day
from comptoir.checkout.contracts import Opinion, Proposed, Said, SharedBasketView, Sharing, SharingLink
from comptoir.offers.contracts import Card

KINDS = ("yes", "unsure")


def shared(view: SharedBasketView, locale: str) -> dict[str, Any]:
    together = view.together
    seen = {each.item.variant_id for each in view.lines}
    talk = together or Sharing(name="", is_open=False, proposals=(), comments=(), opinions=())
    return {
        "lines": [line(each, locale) | _said_of(each.item.variant_id, talk) for each in view.lines],
        "total": view.total,
        "until": day(view.expires_at),
        "any": any(each.item.published for each in view.lines),
        "together": together is not None,
        "name": talk.name,
        "open": talk.is_open,
        "talks": bool(talk.name and talk.is_open),
        "waiting": [
            _proposed(each, talk, locale) | {"twice": _is_again(each, seen)}
            for each in talk.proposals
            if each.state == "waiting"
        ],
        "decided": [_proposed(each, talk, locale) for each in talk.proposals if each.state != "waiting"],
        "comments": [_said(each) for each in talk.comments if each.variant_id is None],
    }


def link(given: SharingLink, href: str) -> dict[str, Any]:
    return {"token": given.token, "href": href, "for_friends": given.for_friends, "until": day(given.expires_at)}


def choice(card: Card, items: Mapping[UUID, Sellable], locale: str) -> dict[str, Any]:
    """A product that was found, and its variants to choose from."""
    (drawn,) = cards([card], locale)
    sold = [items[each] for each in card.variant_ids if each in items and items[each].published]
    return {
        "card": drawn,
        "href": address("product", locale, slug=card.slug.read(locale)),
        "name": card.name.told(locale),
        "variants": [
            {"id": item.variant_id, "words": [v.text.told(locale) for v in item.options] or [item.sku]}
            for item in sold
        ],
    }


def _proposed(each: Proposed, talk: Sharing, locale: str) -> dict[str, Any]:
    by = _("You") if each.mine else each.by
    states = {"taken": _("in the basket now"), "declined": _("declined")}
    return line(each.line, locale) | _said_of(each.line.item.variant_id, talk) | {
        "proposal": each.id, "by": by, "mine": each.mine, "state": states.get(each.state, ""),
    }  # fmt: skip


def _is_again(each: Proposed, seen: set[UUID]) -> bool:
    """Whether its variant stood above: what is said of it stands there, once."""
    again = each.line.item.variant_id in seen
    seen.add(each.line.item.variant_id)
    return again


def _said_of(variant_id: UUID, talk: Sharing) -> dict[str, Any]:
    return {
        "opinions": [_opinion(kind, variant_id, talk.opinions) for kind in KINDS],
        "comments": [_said(each) for each in talk.comments if each.variant_id == variant_id],
    }


def _opinion(kind: str, variant_id: UUID, opinions: Sequence[Opinion]) -> dict[str, Any]:
    found = next((each for each in opinions if (each.variant_id, each.kind) == (variant_id, kind)), None)
    words = {"yes": pgettext("opinion", "I like it"), "unsure": pgettext("opinion", "Not sure")}
    return {
        "kind": kind, "words": words[kind], "names": ", ".join(found.names) if found else "",
        "mine": bool(found and found.mine),
    }  # fmt: skip


def _said(each: Said) -> dict[str, Any]:
    return {"by": each.by or _("The owner of the basket"), "text": each.text, "day": day(each.said_at)}
