"""What a buyer reads: in the order's language, with the promise as it was made."""

from dataclasses import replace

import pytest
from django.core import mail
from django.utils import translation

from comptoir.checkout.tests import story
from comptoir.journal.testing import deliver
from comptoir.kit import sql
from comptoir.kit.money import Money
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.orders import handlers, jobs
from comptoir.orders import mail as order_mail
from comptoir.payments.contracts import Tender
from comptoir.pricing.contracts import PROMOTION, Reason


@pytest.fixture
def collected(world):
    opened = story.placed(world, "BOOK", tender=Tender(kind="in_shop"), delivery="collect@paris-11")
    jobs.work_payments(world.now)
    return orders.get(opened.order_id)


def words(order, kind, locale):
    with translation.override(locale):
        message = order_mail.compose(order, kind)
    return message.subject, message.body, message.alternatives[0][0]


def test_a_collection_says_its_hour_what_is_due_and_where_to_look(collected):
    subject, text, html = words(collected, "confirmed", "fr")
    assert collected.number in subject and "est confirmée" in subject
    for body in (text, html):
        assert "Prête à retirer" in body and "12:30" in body and "À régler en boutique" in body
        assert "14 rue de la Folie-Méricourt" in body
    assert f"/fr/commande/{collected.link}/" in text


def test_the_rows_of_a_reduced_order_add_up(collected):
    line = collected.lines[0]
    why = Reason(code=f"{PROMOTION}x", text=Localised(fr="Bienvenue"), amount=Money(-200, "EUR"))
    reduced = replace(line, total=line.total - why.off, promotions=(why,))
    rows = order_mail._rows(replace(collected, lines=(reduced,)))
    assert [row.amount for row in rows] == [line.total.format("fr"), f"−{why.off.format('fr')}"]


@pytest.mark.parametrize("kind", order_mail.KINDS)
@pytest.mark.parametrize(("locale", "other"), [("fr", "Your order"), ("en", "Votre commande")])
def test_every_message_exists_in_both_languages(collected, kind, locale, other):
    for body in words(collected, kind, locale):
        assert other not in body and collected.number in body


def test_news_is_written_once_and_sent_to_the_buyer(collected, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _ in range(2):
        deliver([handlers.MAIL])
    jobs_of = "SELECT args ->> 'kind' FROM procrastinate_jobs WHERE task_name = 'orders.mail'"
    assert sql.rows(jobs_of) == [("confirmed",)]
    mail.outbox = []
    order_mail.send(collected.id, "confirmed")
    assert [message.to for message in mail.outbox] == [["lea@example.com"]]


def test_the_confirmation_brings_the_terms_that_were_accepted_and_other_news_do_not(world):
    text = "# Formulaire type de rétractation\n\nÀ compléter."
    orders.publish_terms(
        world.storefront.code, locale="fr", label="2026-11", text=text, origin=world.context.origin(), now=world.now
    )
    order = orders.get(story.placed(world, "BOOK").order_id)
    (attached,) = order_mail.compose(order, "confirmed").attachments
    assert (attached.filename, attached.content) == ("2026-11.fr.txt", text)
    assert order_mail.compose(order, "shipped").attachments == []
