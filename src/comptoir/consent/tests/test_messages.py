"""Nobody is written to or called who did not say so, and whoever says stop is heard."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core import mail
from django.db import transaction

from comptoir.consent import facade as consent
from comptoir.consent import rules
from comptoir.consent.contracts import CALL, CONSENT, EMAIL, OBJECTION, SIMILAR, SMS, Said, To
from comptoir.consent.mail import send_question
from comptoir.kit import sql
from comptoir.kit.brakes import TooFast
from comptoir.kit.refusals import Invalid, NotFound

WORDS = "I want the letter."
TUESDAY = datetime(2026, 11, 24, 11, 0, tzinfo=rules.PARIS)


def said(channel: str, basis: str, at: datetime, confirmed: datetime | None = None) -> Said:
    return Said(channel=channel, basis=basis, wording="", means="footer", said_at=at, confirmed_at=confirmed)


def test_an_email_counts_from_its_confirmation_and_the_last_word_holds() -> None:
    day = timedelta(days=1)
    asked, confirmed = said(EMAIL, CONSENT, TUESDAY), said(EMAIL, CONSENT, TUESDAY, TUESDAY + day)
    stopped = said(EMAIL, OBJECTION, TUESDAY + 2 * day)

    def why(*answers: Said, similar: bool = False) -> str:
        return rules.permission(EMAIL, answers, [], TUESDAY, similar=similar).why

    assert why() == "never_asked" and why(asked) == "not_confirmed" and why(confirmed) == "consented"
    assert why(confirmed, stopped) == "withdrawn"
    assert why(stopped, said(EMAIL, SIMILAR, TUESDAY), similar=True) == "withdrawn"
    assert why(stopped, said(EMAIL, CONSENT, TUESDAY, TUESDAY + 3 * day)) == "consented"
    assert why(said(EMAIL, SIMILAR, TUESDAY)) == "never_asked"
    assert why(said(EMAIL, SIMILAR, TUESDAY), similar=True) == "similar_products"


@pytest.mark.parametrize(
    ("channel", "local", "allowed"),
    [
        (CALL, (2026, 11, 24, 10, 0), True), (CALL, (2026, 11, 24, 9, 59), False),
        (CALL, (2026, 11, 24, 13, 0), False), (CALL, (2026, 11, 24, 19, 59), True),
        (CALL, (2026, 11, 28, 11, 0), False), (CALL, (2026, 5, 14, 11, 0), False),
        (SMS, (2026, 11, 28, 21, 0), True), (SMS, (2026, 11, 29, 11, 0), False),
        (SMS, (2026, 11, 24, 22, 0), False), (EMAIL, (2026, 12, 25, 3, 0), True),
    ],
)  # fmt: skip
def test_calls_and_messages_have_their_hours(
    channel: str, local: tuple[int, int, int, int, int], allowed: bool
) -> None:
    now = datetime(*local, tzinfo=rules.PARIS)
    yes = said(channel, CONSENT, now - timedelta(days=1), now - timedelta(days=1))
    assert rules.permission(channel, [yes], [], now, similar=False).allowed is allowed


def test_four_calls_in_thirty_days_and_none_for_sixty_after_a_refusal() -> None:
    yes = said(CALL, CONSENT, TUESDAY - timedelta(days=99))

    def why(*calls: tuple[int, bool]) -> str:
        made = [(TUESDAY - timedelta(days=days), refused) for days, refused in calls]
        return rules.permission(CALL, [yes], made, TUESDAY, similar=False).why

    assert why((1, False), (2, False), (3, False)) == "consented"
    assert why((1, False), (2, False), (3, False), (29, False)) == "called_enough"
    assert why((59, True)) == "refused_lately" and why((60, True)) == "consented"


def test_easter_numbers_and_stop_are_read() -> None:
    assert [rules.easter(year) for year in (2025, 2026, 2027)] == [
        date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28),
    ]  # fmt: skip
    assert rules.to("phone", "06 12 34 56 78") == rules.to("phone", "0033 612345678") == To("phone", "+33612345678")
    with pytest.raises(Invalid):
        rules.to("phone", "12")
    assert rules.is_stop(" Arrêt, merci") and rules.is_stop("STOP") and not rules.is_stop("ne vous arrêtez pas")


def test_a_letter_is_asked_for_confirmed_and_ended_by_links_and_the_words_are_kept(world: SimpleNamespace) -> None:
    context, address = world.context, "Zoe@example.com"
    with pytest.raises(Invalid):
        consent.ask_email("zoe", context, wording=WORDS, means="footer")
    consent.ask_email(address, context, wording=WORDS, means="footer")
    assert not consent.may_write(address, EMAIL, world.now).allowed
    send_question(sql.rows("SELECT id FROM consent_answer")[0][0])
    message = mail.outbox[-1]
    assert message.to == ["zoe@example.com"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (token,) = re.findall(r"/lettre/confirmer/([^/]+)/", message.body)
    with pytest.raises(NotFound):
        consent.confirm(token[:-2], context)
    for _ in range(2):
        consent.confirm(token, replace(context, now=world.now + timedelta(hours=1)))
    assert consent.may_write(address, EMAIL, world.now).why == "consented"
    kept = consent.said(To("email", "zoe@example.com"))
    assert [(each.wording, each.means, each.basis) for each in kept] == [(WORDS, "footer", CONSENT)]
    consent.ask_email(address, context, wording=WORDS, means="footer")
    assert len(sql.rows("SELECT 1 FROM consent_answer")) == 1, "who said so before is asked no more"
    assert len(sql.rows("SELECT 1 FROM procrastinate_jobs WHERE task_name = 'consent.question'")) == 1
    (end,) = re.findall(r"/messages/arreter/([^/]+)/", message.extra_headers["List-Unsubscribe"])
    assert consent.asked(end).granted and consent.asked(end).masked == "z•••@example.com"
    consent.stop(end, replace(context, now=world.now + timedelta(days=1)), means="one_click")
    assert consent.may_write(address, EMAIL, world.now).why == "withdrawn" and not consent.asked(end).granted
    assert not consent.note_customer(address, context, wording=WORDS, means="order")
    told = sql.rows("SELECT name FROM journal_event WHERE subject_kind = 'recipient' ORDER BY position")
    assert [name for (name,) in told] == ["Message Consent Asked", "Message Consent Given", "Message Consent Withdrawn"]
    assert sql.rows("SELECT 1 FROM journal_event WHERE payload::text ILIKE '%%zoe%%'", []) == []
    with transaction.atomic():
        consent.forget([], [To("email", "zoe@example.com")])
    assert sql.rows("SELECT address FROM consent_recipient") == [("",)]
    assert consent.may_write(address, EMAIL, world.now).why == "withdrawn", "what was refused stays refused"


def test_a_strangers_letter_box_is_not_filled_and_telephones_are_their_owners(world: SimpleNamespace) -> None:
    context, number = replace(world.context, now=TUESDAY), "06 12 34 56 78"
    for _ in range(3):
        consent.ask_email("a@example.com", context, wording=WORDS, means="footer")
    with pytest.raises(TooFast):
        consent.ask_email("a@example.com", context, wording=WORDS, means="footer")
    for nobodys in (context, replace(context, customer_id=uuid4())):
        channel = SMS if nobodys.customer_id is None else EMAIL
        with pytest.raises(NotFound):
            consent.allow_messages(channel, number, nobodys, wording=WORDS, means="account")
    known = replace(context, customer_id=uuid4())
    for channel in (SMS, CALL):
        consent.allow_messages(channel, number, known, wording=WORDS, means="account")
        assert consent.may_write(number, channel, TUESDAY).allowed
    later = replace(context, now=TUESDAY + timedelta(minutes=1))
    assert not consent.hear_reply(number, "merci", later) and consent.hear_reply("+33612345678", "Stop.", later)
    assert not consent.may_write(number, SMS, TUESDAY).allowed and consent.may_write(number, CALL, TUESDAY).allowed
    consent.note_call(number, later, refused=True)
    assert consent.may_write(number, CALL, later.now).why == "refused_lately"
    assert consent.note_customer("b@example.com", context, wording=WORDS, means="order")
    assert consent.may_write("b@example.com", EMAIL, TUESDAY, similar=True).why == "similar_products"
    assert not consent.may_write("b@example.com", EMAIL, TUESDAY).allowed
