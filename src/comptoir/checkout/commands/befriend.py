"""What friends do beside a shared basket: join by a first name, propose, comment, say what they think.

Each waits for the basket, so that none comes between its owner's order and what that order had.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.checkout import baskets, rules, steps
from comptoir.checkout.errors import BasketClosed, LookOnly, NameTaken, ProposalDecided, SharingFull
from comptoir.journal.vocabulary.checkout import ProductProposed, SharedCartCommented, SharedCartJoined
from comptoir.kit import brakes, idempotency, locks, sql
from comptoir.kit.brakes import Brake
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import ShopperContext

JOINS = Brake("basket_friend", 5, rules.BRAKE_SPAN)
SAYS = Brake("basket_friend_says", 40, rules.BRAKE_SPAN)

LINK = """
SELECT s.basket_id, s.for_friends, b.state FROM checkout_sharedbasket s JOIN checkout_basket b ON b.id = s.basket_id
WHERE s.token = %s AND s.market = %s AND s.storefront = %s AND s.expires_at > %s
"""
NAMES = "SELECT lower(name) FROM checkout_friend WHERE shared_id = %s"
JOIN = "INSERT INTO checkout_friend (id, shared_id, name, joined_at) VALUES (%s, %s, %s, %s)"
KNOWN = "SELECT 1 FROM checkout_friend WHERE id = %s AND shared_id = %s"
PROPOSED = "SELECT id, state FROM checkout_proposal WHERE friend_id = %s AND variant_id = %s"
WAITING = """
SELECT count(*) FROM checkout_proposal p JOIN checkout_friend f ON f.id = p.friend_id WHERE f.shared_id = %s
"""
PROPOSE = """
INSERT INTO checkout_proposal (id, friend_id, variant_id, quantity, state, proposed_at)
VALUES (%s, %s, %s, %s, 'waiting', %s)
ON CONFLICT (friend_id, variant_id) DO UPDATE SET quantity = excluded.quantity
"""
TAKE_BACK = "DELETE FROM checkout_proposal WHERE friend_id = %s AND variant_id = %s AND state = 'waiting'"
IS_HERE = """
SELECT 1 FROM checkout_basketline WHERE basket_id = %(basket)s AND variant_id = %(variant)s
UNION ALL SELECT 1 FROM checkout_proposal p JOIN checkout_friend f ON f.id = p.friend_id
WHERE f.shared_id = %(token)s AND p.variant_id = %(variant)s LIMIT 1
"""
COMMENTS = "SELECT count(*) FROM checkout_comment WHERE shared_id = %s"
COMMENT = """
INSERT INTO checkout_comment (id, shared_id, friend_id, variant_id, text, said_at) VALUES (%s, %s, %s, %s, %s, %s)
"""
REACT = """
INSERT INTO checkout_reaction (friend_id, variant_id, kind) VALUES (%s, %s, %s)
ON CONFLICT (friend_id, variant_id) DO UPDATE SET kind = excluded.kind
"""
UNREACT = "DELETE FROM checkout_reaction WHERE friend_id = %s AND variant_id = %s"
OWN_LINK = "SELECT token FROM checkout_sharedbasket WHERE basket_id = %s AND for_friends AND expires_at > %s"


@dataclass(frozen=True, slots=True)
class _Held:
    token: str
    basket_id: UUID
    answer: Any | None


def join_shared(
    token: str, name: str, context: ShopperContext, *, asker: str, idempotency_key: IdempotencyKey | None = None
) -> UUID:
    """Be a friend of this basket under a first name; the id that is answered is who it is from then on, and is told to
    nobody else. `asker` is who is counted, never kept.

    Refuses NotFound, LookOnly, BasketClosed, Invalid, NameTaken, SharingFull, TooFast, IdempotencyConflict.
    """
    name = rules.one_line(name)
    if wrong := rules.name_errors(name):
        raise Invalid(wrong)
    brakes.press((JOINS, f"{token} {asker}"), now=context.now)
    with sql.transacted():
        held = _hold(token, context, idempotency_key)
        if held.answer is not None:
            return UUID(held.answer["friend"])
        names = {row[0] for row in sql.rows(NAMES, [token])}
        if name.lower() in names:
            raise NameTaken()
        if len(names) >= rules.MOST_FRIENDS:
            raise SharingFull()
        friend_id = uuid7()
        sql.write(JOIN, [friend_id, token, name, context.now])
        steps.happened(SharedCartJoined(basket_id=held.basket_id), context, outcome="joined")
        idempotency.remember(idempotency_key, {"friend": str(friend_id)}, context.now)
    return friend_id


def propose(
    token: str, friend_id: UUID, variant_id: UUID, quantity: int, context: ShopperContext, *,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """Say that so many pieces more belong into the basket; said again it is the new number, and 0 takes it back.

    Refuses NotFound (link, friend, variant), LookOnly, BasketClosed, Invalid, ProposalDecided, SharingFull, TooFast,
    IdempotencyConflict.
    """
    if not 0 <= quantity <= rules.MOST_PROPOSED:
        raise Invalid({"quantity": "too_small" if quantity < 0 else "too_large"})
    _brake(token, friend_id, context)
    with sql.transacted():
        held = _hold(token, context, idempotency_key)
        if held.answer is not None:
            return
        there = sql.row(PROPOSED, [friend_id, variant_id])
        if there is not None and there[1] != "waiting":
            raise ProposalDecided()
        if there is None and quantity == 0:
            raise NotFound()
        if there is None and sql.rows(WAITING, [token])[0][0] >= rules.MOST_WAITING:
            raise SharingFull()
        item = catalog.sellable([variant_id], market=context.market.code, now=context.now).get(variant_id)
        if quantity and (item is None or not item.published):
            raise NotFound()
        if quantity:
            sql.write(PROPOSE, [uuid7(), friend_id, variant_id, quantity, context.now])
        else:
            sql.write(TAKE_BACK, [friend_id, variant_id])
        word = ProductProposed(basket_id=held.basket_id, variant_id=variant_id, quantity=quantity)
        steps.happened(word, context, outcome="proposed")
        idempotency.remember(idempotency_key, {}, context.now)


def comment(
    token: str, friend_id: UUID, variant_id: UUID | None, text: str, context: ShopperContext, *,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """A friend's sentence on a variant of the basket or of a proposal, or on all of it.

    Refuses NotFound, LookOnly, BasketClosed, Invalid, SharingFull, TooFast, IdempotencyConflict.
    """
    text = _tidied(text)
    _brake(token, friend_id, context)
    with sql.transacted():
        held = _hold(token, context, idempotency_key)
        if held.answer is None:
            _say(held, friend_id, variant_id, text, context, idempotency_key)


def comment_own(
    basket_id: UUID, variant_id: UUID | None, text: str, context: ShopperContext, *,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """The owner's sentence, for the friends. Refuses as `comment` does; NotFound where nothing is shared with them."""
    text = _tidied(text)
    _require_link(basket_id, context)
    brakes.press((SAYS, str(basket_id)), now=context.now)
    with sql.transacted():
        basket, answer = baskets.hold(basket_id, context, idempotency_key)
        if answer is not None:
            return
        baskets.require_open(basket)
        token = _require_link(basket_id, context)
        _say(_Held(token, basket_id, None), None, variant_id, text, context, idempotency_key)


def react(
    token: str, friend_id: UUID, variant_id: UUID, kind: str, context: ShopperContext, *,
    idempotency_key: IdempotencyKey | None = None,
) -> None:  # fmt: skip
    """What a friend thinks of a variant: yes, unsure, or nothing any more (empty).

    Refuses NotFound, LookOnly, BasketClosed, Invalid, TooFast, IdempotencyConflict.
    """
    if kind and kind not in rules.OPINIONS:
        raise Invalid({"opinion": "not_a_choice"})
    _brake(token, friend_id, context)
    with sql.transacted():
        held = _hold(token, context, idempotency_key)
        if held.answer is not None:
            return
        _require_here(held, variant_id)
        if kind:
            sql.write(REACT, [friend_id, variant_id, kind])
        else:
            sql.write(UNREACT, [friend_id, variant_id])
        steps.happened(SharedCartCommented(basket_id=held.basket_id, kind=kind), context, outcome="commented")
        idempotency.remember(idempotency_key, {}, context.now)


def _tidied(text: str) -> str:
    text = rules.one_line(text)
    if wrong := rules.comment_errors(text):
        raise Invalid(wrong)
    return text


def _hold(token: str, context: ShopperContext, key: IdempotencyKey | None) -> _Held:
    """Wait for the basket of a link, then read the link anew: it may have been ended, or the basket ordered."""
    asked = [token, context.market.code, context.storefront, context.now]
    found = sql.row(LINK, asked)
    if found is None:
        raise NotFound()
    locks.hold(("basket", found[0]))
    answer = idempotency.recall(key)
    again = sql.row(LINK, asked)
    if again is None or again[0] != found[0]:
        raise NotFound()
    if not again[1]:
        raise LookOnly()
    if answer is None and again[2] != "open":
        raise BasketClosed()
    return _Held(token, again[0], answer)


def _brake(token: str, friend_id: UUID, context: ShopperContext) -> None:
    """Count a friend's try, once it is known that there is one: ids can be made up without end. A friend is there for
    as long as the link is."""
    if sql.row(KNOWN, [friend_id, token]) is None:
        raise NotFound()
    brakes.press((SAYS, str(friend_id)), now=context.now)


def _require_link(basket_id: UUID, context: ShopperContext) -> str:
    found = sql.row(OWN_LINK, [basket_id, context.now])
    if found is None:
        raise NotFound()
    return str(found[0])


def _require_here(held: _Held, variant_id: UUID) -> None:
    if sql.row(IS_HERE, {"basket": held.basket_id, "variant": variant_id, "token": held.token}) is None:
        raise NotFound()


def _say(
    held: _Held, friend_id: UUID | None, variant_id: UUID | None, text: str, context: ShopperContext,
    key: IdempotencyKey | None,
) -> None:  # fmt: skip
    if variant_id is not None:
        _require_here(held, variant_id)
    if sql.rows(COMMENTS, [held.token])[0][0] >= rules.MOST_COMMENTS:
        raise SharingFull()
    sql.write(COMMENT, [uuid7(), held.token, friend_id, variant_id, text, context.now])
    steps.happened(SharedCartCommented(basket_id=held.basket_id, kind="comment"), context, outcome="commented")
    idempotency.remember(key, {}, context.now)
