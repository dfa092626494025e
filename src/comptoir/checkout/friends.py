"""What friends put in and say beside a shared basket, read for them and for its owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from comptoir.checkout import baskets
from comptoir.checkout.contracts import Opinion, Proposed, Said, Sharing, SharingLink
from comptoir.kit import sql
from comptoir.org.contracts import ShopperContext

LINKS = """
SELECT token, for_friends, shared_at, expires_at FROM checkout_sharedbasket
WHERE basket_id = %s AND expires_at > %s ORDER BY for_friends DESC, shared_at DESC
"""
WAITING = """
SELECT s.token, (SELECT count(*) FROM checkout_friend f JOIN checkout_proposal p ON p.friend_id = f.id
                 WHERE f.shared_id = s.token AND p.state = 'waiting')
FROM checkout_sharedbasket s WHERE s.basket_id = %s AND s.for_friends AND s.expires_at > %s
"""
PROPOSED = """
SELECT p.id, f.id, f.name, p.variant_id, p.quantity, p.state
FROM checkout_proposal p JOIN checkout_friend f ON f.id = p.friend_id
WHERE f.shared_id = %s ORDER BY p.proposed_at, p.id
"""
SAID = """
SELECT c.id, f.name, c.variant_id, c.text, c.said_at
FROM checkout_comment c LEFT JOIN checkout_friend f ON f.id = c.friend_id
WHERE c.shared_id = %s ORDER BY c.said_at, c.id
"""
OPINIONS = """
SELECT r.variant_id, r.kind, f.name, f.id FROM checkout_reaction r JOIN checkout_friend f ON f.id = r.friend_id
WHERE f.shared_id = %s ORDER BY f.joined_at
"""
FRIEND = "SELECT name FROM checkout_friend WHERE id = %s AND shared_id = %s"
# Children before their parents; `{of}` says which links.
DROP = (
    "DELETE FROM checkout_reaction WHERE friend_id IN (SELECT id FROM checkout_friend WHERE shared_id IN ({of}))",
    "DELETE FROM checkout_proposal WHERE friend_id IN (SELECT id FROM checkout_friend WHERE shared_id IN ({of}))",
    "DELETE FROM checkout_comment WHERE shared_id IN ({of})",
    "DELETE FROM checkout_friend WHERE shared_id IN ({of})",
    "DELETE FROM checkout_sharedbasket WHERE token IN ({of})",
)


def sharing(basket_id: UUID, context: ShopperContext) -> tuple[SharingLink, ...]:
    """The links that the owner of a basket gave away and that still open, the one for friends first.

    Refuses NotFound.
    """
    baskets.read(basket_id, context)
    return links(basket_id, context.now)


def links(basket_id: UUID, now: datetime) -> tuple[SharingLink, ...]:
    found = sql.rows(LINKS, [basket_id, now])
    return tuple(SharingLink(token=r[0], for_friends=r[1], shared_at=r[2], expires_at=r[3]) for r in found)


def waiting(basket_id: UUID, context: ShopperContext) -> tuple[str, int] | None:
    """The token for friends of a basket that the caller may read, and how many proposals wait; None when there is
    none."""
    found = sql.row(WAITING, [basket_id, context.now])
    return (found[0], int(found[1])) if found else None


def together(
    token: str, proposed: Sequence[Proposed], friend_id: UUID | None, *, is_open: bool
) -> Sharing:
    """What stands beside the lines. A friend is who has the id of one that came by this link."""
    found = sql.row(FRIEND, [friend_id, token]) if friend_id else None
    comments = tuple(
        Said(id=row[0], by=row[1] or "", variant_id=row[2], text=row[3], said_at=row[4])
        for row in sql.rows(SAID, [token])
    )
    return Sharing(
        name=str(found[0]) if found else "", is_open=is_open, proposals=tuple(proposed), comments=comments,
        opinions=_opinions(token, friend_id),
    )  # fmt: skip


def _opinions(token: str, friend_id: UUID | None) -> tuple[Opinion, ...]:
    kept: dict[tuple[UUID, str], tuple[tuple[str, ...], bool]] = {}
    for variant_id, kind, name, by in sql.rows(OPINIONS, [token]):
        names, mine = kept.get((variant_id, kind), ((), False))
        kept[variant_id, kind] = ((*names, name), mine or by == friend_id)
    return tuple(
        Opinion(variant_id=variant_id, kind=kind, names=names, mine=mine)
        for (variant_id, kind), (names, mine) in kept.items()
    )


def drop(of: str, values: dict[str, Any]) -> int:
    """Delete links with their friends and all that they said, in the caller's transaction; answers how many links."""
    return [sql.run(statement.format(of=of), values) for statement in DROP][-1]
