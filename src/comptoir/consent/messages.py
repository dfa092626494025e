"""Who may be written to and called: the one question, and what was said."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from comptoir.consent import links, rules
from comptoir.consent.contracts import CHANNELS, CONSENT, EMAIL, OBJECTION, Asked, Channel, Permission, Said, To
from comptoir.kit import sql
from comptoir.kit.pseudonyms import pseudonym
from comptoir.kit.refusals import Invalid

ANSWERS = """
SELECT a.channel, a.basis, a.wording, a.means, a.said_at, a.confirmed_at
FROM consent_recipient AS r JOIN consent_answer AS a ON a.recipient_id = r.id
WHERE r.kind = %s AND r.key = %s ORDER BY a.said_at DESC
"""
CALLS = """
SELECT c.made_at, c.refused FROM consent_recipient AS r JOIN consent_call AS c ON c.recipient_id = r.id
WHERE r.kind = %s AND r.key = %s ORDER BY c.made_at DESC LIMIT 50
"""
OF_CUSTOMER = """
SELECT r.address, a.channel, a.basis, a.wording, a.means, a.said_at, a.confirmed_at
FROM consent_recipient AS r JOIN consent_answer AS a ON a.recipient_id = r.id
WHERE a.customer_id = %(customer)s
   OR (r.kind, r.key) IN (SELECT * FROM unnest(%(kinds)s::text[], %(keys)s::text[]))
ORDER BY a.said_at DESC
"""
OF_RECIPIENT = """
SELECT r.address, (SELECT a.basis FROM consent_answer AS a WHERE a.recipient_id = r.id AND a.channel = %s
                   ORDER BY coalesce(a.confirmed_at, a.said_at) DESC LIMIT 1)
FROM consent_recipient AS r WHERE r.id = %s
"""
RECIPIENT = "SELECT id FROM consent_recipient WHERE kind = %s AND key = %s"
OF_ANSWER = """
SELECT a.channel, r.address, a.confirmed_at IS NOT NULL, r.locale, r.storefront, r.id
FROM consent_answer AS a JOIN consent_recipient AS r ON r.id = a.recipient_id WHERE a.id = %s
"""


def said(to: To) -> list[Said]:
    """Every answer about every channel of this address, the latest first."""
    rows = sql.rows(ANSWERS, [to.kind, pseudonym(to.kind, to.address)])
    return [
        Said(channel=channel, basis=basis, wording=wording, means=means, said_at=at, confirmed_at=confirmed)
        for channel, basis, wording, means, at, confirmed in rows
    ]


def said_by(customer_id: UUID, addresses: Collection[To]) -> list[tuple[str, Said]]:
    """The address and each answer about it, of these and of those that this customer gave."""
    given = {
        "kinds": [each.kind for each in addresses],
        "keys": [pseudonym(each.kind, each.address) for each in addresses], "customer": customer_id,
    }  # fmt: skip
    return [
        (address, Said(channel=channel, basis=basis, wording=words, means=means, said_at=at, confirmed_at=confirmed))
        for address, channel, basis, words, means, at, confirmed in sql.rows(OF_CUSTOMER, given)
    ]


def may_write(written: str, channel: str, now: datetime, *, similar: bool = False) -> Permission:
    """The one question before each message and call to sell. With `similar`, it is about goods like those bought.
    Refuses Invalid."""
    to = rules.to(rules.kind_of(channel), written)
    calls = sql.rows(CALLS, [to.kind, pseudonym(to.kind, to.address)]) if to.kind == "phone" else []
    answers = [each for each in said(to) if each.channel == channel]
    return rules.permission(channel, answers, [(at, refused) for at, refused in calls], now, similar=similar)


def standing_of(email: str, phone: str) -> list[Channel]:
    """Of each channel whether we may write by it at all, hours apart, why, and the answer that says so."""
    found = []
    for channel in CHANNELS:
        address = email if channel == EMAIL else phone
        answers: list[Said] = []
        with suppress(Invalid):
            answers = [each for each in said(rules.to(rules.kind_of(channel), address)) if each.channel == channel]
        permission = rules.standing(channel, answers, similar=channel == EMAIL)
        found.append(Channel(channel=channel, allowed=permission.allowed, why=permission.why, proof=_proof(answers)))
    return found


def _proof(answers: list[Said]) -> Said | None:
    """The latest that counts; one that waits for its confirmation when there is no other."""
    return max(answers, key=lambda each: (_counts(each), each.confirmed_at or each.said_at), default=None)


def _counts(each: Said) -> bool:
    return each.basis != CONSENT or each.channel != EMAIL or each.confirmed_at is not None


def letter_headers(written: str, channel: str, locale: str) -> dict[str, str]:
    """The headers by which a mail program ends these letters with one click; none for an address that was never asked.
    Refuses Invalid."""
    to = rules.to(rules.kind_of(channel), written)
    found = sql.row(RECIPIENT, [to.kind, pseudonym(to.kind, to.address)])
    return links.unsubscribe_headers(found[0], channel, locale) if found else {}


def agreed(written: str, channel: str) -> bool:
    """Whether this address said yes to this channel, whatever the hour. Refuses Invalid."""
    to = rules.to(rules.kind_of(channel), written)
    return rules.standing(channel, [each for each in said(to) if each.channel == channel], similar=False).allowed


def asked(token: str) -> Asked:
    """What the link of a message would end. Refuses NotFound."""
    recipient, channel = links.recipient_of(token)
    found = sql.row(OF_RECIPIENT, [channel, recipient])
    address, basis = found or ("", None)
    return Asked(channel=channel, masked=rules.masked(address), granted=basis not in (None, OBJECTION))


def question(answer: UUID) -> tuple[str, str, bool, str, str, UUID] | None:
    """Channel, address, whether it is confirmed, language, storefront and recipient of an answer."""
    found = sql.row(OF_ANSWER, [answer])
    return found and tuple(found)  # type: ignore[return-value]


def has_recipient(recipient: UUID) -> bool:
    return sql.row("SELECT 1 FROM consent_recipient WHERE id = %s", [recipient]) is not None
