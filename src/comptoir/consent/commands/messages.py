"""Messages and calls: asked for, confirmed, taken back. Each answer is kept with its proof and never changed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from comptoir.consent import jobs, links, messages, rules, similar
from comptoir.consent.contracts import CALL, CONSENT, EMAIL, OBJECTION, SIMILAR, SMS, To
from comptoir.journal import facade as journal
from comptoir.journal.vocabulary.consent import MessageConsentAsked, MessageConsentGiven, MessageConsentWithdrawn
from comptoir.kit import brakes, idempotency, locks, sql
from comptoir.kit.brakes import Brake
from comptoir.kit.idempotency import IdempotencyKey
from comptoir.kit.ids import uuid7
from comptoir.kit.pseudonyms import pseudonym
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.org.contracts import ShopperContext

# Nobody's letter box is filled with questions by strangers.
ASKED = Brake("message consents", tries=3, span=timedelta(days=1))
RECIPIENT = """
INSERT INTO consent_recipient AS r (id, kind, key, address, locale, storefront, created_at)
VALUES (%(id)s, %(kind)s, %(key)s, %(address)s, %(locale)s, %(storefront)s, %(now)s)
ON CONFLICT (kind, key) DO UPDATE SET address = CASE WHEN excluded.address = '' THEN r.address ELSE excluded.address END
RETURNING id
"""
ANSWER = """
INSERT INTO consent_answer (id, recipient_id, channel, basis, wording, means, customer_id, said_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
CONFIRM = "UPDATE consent_answer SET confirmed_at = %s WHERE id = %s AND confirmed_at IS NULL RETURNING recipient_id"
SAID = "SELECT 1 FROM consent_answer WHERE recipient_id = %s AND channel = %s LIMIT 1"
CALLED = "INSERT INTO consent_call (recipient_id, made_at, refused) VALUES (%s, %s, %s)"


def ask_email(
    written: str,
    context: ShopperContext,
    *,
    wording: str,
    means: str,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """Keep that somebody wants our letters at this address, and send it the question whether its owner does. Nothing
    more for who said so before; this verb answers the same for every address.
    Refuses Invalid (email), TooFast, IdempotencyConflict."""
    to = rules.to("email", written)
    brakes.press((ASKED, to.address), now=context.now)
    with transaction.atomic(durable=True):
        locks.hold(_subject(to))
        if idempotency.recall(idempotency_key) is not None:
            return
        if not messages.may_write(to.address, EMAIL, context.now).allowed:
            recipient = _recipient(to, context)
            answer = _answer(recipient, EMAIL, CONSENT, wording, means, context)
            jobs.ask.defer(answer_id=str(answer))
            word = MessageConsentAsked(recipient_id=recipient, channel=EMAIL, means=means)
            journal.append(word, origin=context.origin(), occurred_at=context.now)
        idempotency.remember(idempotency_key, {}, context.now)


def confirm(token: str, context: ShopperContext) -> None:
    """The owner of the address says yes, by the link of the mail; twice is once. Refuses NotFound."""
    answer = links.answer_of(token)
    with transaction.atomic(durable=True):
        locks.hold(("message_answer", answer))
        found = sql.row(CONFIRM, [context.now, answer])
        if found is not None:
            word = MessageConsentGiven(recipient_id=found[0], channel=EMAIL, basis=CONSENT, means="link")
            journal.append(word, origin=context.origin(), occurred_at=context.now)
        elif messages.question(answer) is None:
            raise NotFound()


def allow_messages(channel: str, written: str, context: ShopperContext, *, wording: str, means: str) -> None:
    """A known person ticks the box for messages or calls to a telephone, which is theirs to give. Refuses Invalid,
    and NotFound for nobody: an e-mail is asked for by `ask_email`."""
    if channel not in (SMS, CALL) or context.customer_id is None:
        raise NotFound()
    _give(rules.to("phone", written), channel, CONSENT, context, wording=wording, means=means)


def note_customer(written: str, context: ShopperContext, *, wording: str, means: str) -> bool:
    """Somebody who has bought was told, when they gave their e-mail, that we write about similar products, and could
    object (CPCE L34-5). Nothing when anything was said about this address before. Refuses Invalid."""
    return _give(rules.to("email", written), EMAIL, SIMILAR, context, wording=wording, means=means, only_first=True)


def note_similar(
    written: str, context: ShopperContext, *, country: str, wording: str, refused: bool, means: str
) -> None:
    """What a buyer answered when told with the order that we write about similar goods: a refusal is heard whatever was
    said before, the rest counts when nothing was. Refuses Invalid (email; country, where no law allows to tell it)."""
    if not similar.allowed_in(country):
        raise Invalid({"country": "not_a_choice"})
    if not refused:
        note_customer(written, context, wording=wording, means=means)
        return
    latest = next((each for each in messages.said(rules.to("email", written)) if each.channel == EMAIL), None)
    if latest is None or latest.basis != OBJECTION:  # told again, the same refusal is no second one
        withdraw_messages(EMAIL, written, context, means=means)


def stop(token: str, context: ShopperContext, *, means: str) -> None:
    """No more by this channel, by the link of a message; nobody logs in for it. Refuses NotFound."""
    recipient, channel = links.recipient_of(token)
    with transaction.atomic(durable=True):
        locks.hold(("message_recipient", recipient))
        if not messages.has_recipient(recipient):
            raise NotFound()
        _withdraw(recipient, channel, means, context)


def withdraw_messages(
    channel: str,
    written: str,
    context: ShopperContext,
    *,
    means: str,
    idempotency_key: IdempotencyKey | None = None,
) -> None:
    """No more by this channel to this address, whether anything was said before or not. Refuses Invalid,
    IdempotencyConflict."""
    to = rules.to(rules.kind_of(channel), written)
    with transaction.atomic(durable=True):
        locks.hold(_subject(to))
        if idempotency.recall(idempotency_key) is not None:
            return
        recipient = _recipient(to, context, keep_address=False)
        _withdraw(recipient, channel, means, context)
        idempotency.remember(idempotency_key, {}, context.now)


def hear_reply(
    written: str, text: str, context: ShopperContext, *, idempotency_key: IdempotencyKey | None = None
) -> bool:
    """A message came back from a telephone: whether it said STOP, which is heard at once. Refuses Invalid,
    IdempotencyConflict."""
    if not rules.is_stop(text):
        return False
    withdraw_messages(SMS, written, context, means="stop", idempotency_key=idempotency_key)
    return True


def note_call(written: str, context: ShopperContext, *, refused: bool) -> None:
    """A call to sell was made; one who refused is left in peace for 60 days (D223-9). Refuses Invalid."""
    to = rules.to("phone", written)
    with transaction.atomic(durable=True):
        locks.hold(_subject(to))
        sql.run(CALLED, [_recipient(to, context, keep_address=False), context.now, refused])


def _give(
    to: To, channel: str, basis: str, context: ShopperContext, *, wording: str, means: str, only_first: bool = False
) -> bool:
    with transaction.atomic(durable=True):
        locks.hold(_subject(to))
        recipient = _recipient(to, context)
        if only_first and sql.row(SAID, [recipient, channel]) is not None:
            return False
        _answer(recipient, channel, basis, wording, means, context)
        word = MessageConsentGiven(recipient_id=recipient, channel=channel, basis=basis, means=means)
        journal.append(word, origin=context.origin(), occurred_at=context.now)
    return True


def _withdraw(recipient: UUID, channel: str, means: str, context: ShopperContext) -> None:
    _answer(recipient, channel, OBJECTION, "", means, context)
    word = MessageConsentWithdrawn(recipient_id=recipient, channel=channel, means=means)
    journal.append(word, origin=context.origin(), occurred_at=context.now)


def _recipient(to: To, context: ShopperContext, *, keep_address: bool = True) -> UUID:
    """Whoever only refuses is remembered by the pseudonym alone."""
    given = {
        "id": uuid7(), "kind": to.kind, "key": pseudonym(to.kind, to.address),
        "address": to.address if keep_address else "", "locale": context.locale, "storefront": context.storefront,
        "now": context.now,
    }  # fmt: skip
    found: UUID = sql.rows(RECIPIENT, given)[0][0]
    return found


def _answer(recipient: UUID, channel: str, basis: str, wording: str, means: str, context: ShopperContext) -> UUID:
    identity = uuid7()
    sql.run(ANSWER, [identity, recipient, channel, basis, wording, means, context.customer_id, context.now])
    return identity


def _subject(to: To) -> tuple[str, str]:
    return "message_to", pseudonym(to.kind, to.address)
