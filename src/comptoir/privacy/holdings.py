"""What each room holds of a person: the one list that export, erasure and the centre's page read.

The list is complete when `tests/test_erasure.py` finds nothing of a person who was forgotten in any column.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from comptoir.accounts import facade as accounts
from comptoir.aftersales import facade as aftersales
from comptoir.catalog import facade as catalog
from comptoir.checkout import facade as checkout
from comptoir.consent import facade as consent
from comptoir.consent.contracts import CUSTOMER, Subject, To
from comptoir.customers import facade as customers
from comptoir.insights import facade as insights
from comptoir.invoicing import facade as invoicing
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.org.contracts import PERSONALISATION
from comptoir.privacy.contracts import Holding, Person, Told
from comptoir.profiles import facade as profiles
from comptoir.reviews import facade as reviews
from comptoir.segments import facade as segments
from comptoir.wishes import facade as wishes

MOST_ORDERS = 500  # a person's orders, told at once
MOST_VISITS = 5_000


def contact(person: Person, locale: str, now: datetime) -> Told:
    told: Told = [{"email": person.email}]
    for each in customers.addresses_kept(person.customer_id):
        told.append(
            {
                "name": each.name, "street": each.street, "more": each.more, "postcode": each.postcode,
                "city": each.city, "country": each.country, "phone": each.phone,
            }
        )  # fmt: skip
    return told


def _forget_contact(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return customers.forget(person.customer_id)


def account(person: Person, locale: str, now: datetime) -> Told:
    if person.account_id is None:
        return []
    told: Told = [
        {"kind": "session", "device": each.agent, "started_at": each.started_at, "seen_at": each.seen_at}
        for each in accounts.sessions(person.account_id, now=now)
    ]
    for factor in accounts.factors(person.account_id):
        told.append({"kind": factor.kind, "name": factor.name, "created_at": factor.created_at})
    return told


def _forget_account(person: Person, origin: Origin, now: datetime) -> int:
    return accounts.erase_account(person.account_id, origin=origin, now=now) if person.account_id else 0


def _numbers(person: Person) -> list[Any]:
    return list(orders.find(orders.OrderFilter(customer_id=person.customer_id), size=MOST_ORDERS).items)


def bought(person: Person, locale: str, now: datetime) -> Told:
    told: Told = []
    for row in _numbers(person):
        order = orders.get(row.id)
        told.append(
            {
                "number": order.number, "placed_at": order.placed_at, "state": order.state_name.read(locale),
                "total": order.total.format(locale),
                "articles": [
                    {"name": line.name.read(locale), "quantity": line.quantity, "total": line.total.format(locale)}
                    for line in order.lines
                ],
            }
        )  # fmt: skip
    return told


def _forget_notes(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return orders.forget(person.customer_id)


def invoices(person: Person, locale: str, now: datetime) -> Told:
    found = invoicing.find(invoicing.DocumentFilter(customer_id=person.customer_id), size=MOST_ORDERS)
    return [
        {"number": each.number, "issued_on": each.issued_on, "total": each.total.format(locale)}
        for each in found.items
    ]


def withdrawals(person: Person, locale: str, now: datetime) -> Told:
    return [
        {"reference": each.reference, "declared_at": each.declared_at, "name": each.name, "email": each.email}
        for row in _numbers(person)
        for each in aftersales.of_order(row.id)
    ]


def baskets(person: Person, locale: str, now: datetime) -> Told:
    return _named(checkout.gathered_by(person.customer_id), locale)


def _forget_baskets(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return checkout.forget(person.customer_id)


def wished(person: Person, locale: str, now: datetime) -> Told:
    return _named(wishes.of_person(person.email, person.customer_id), locale)


def _forget_wishes(person: Person, origin: Origin, now: datetime) -> int:
    return wishes.forget(person.email, person.customer_id)


def written(person: Person, locale: str, now: datetime) -> Told:
    return reviews.written_by(person.customer_id)


def _forget_written(person: Person, origin: Origin, now: datetime) -> int:
    return reviews.forget(person.customer_id, origin=origin, now=now)


def choices(person: Person, locale: str, now: datetime) -> Told:
    return [
        {
            "purpose": each.purpose, "granted": each.granted, "chosen_at": each.chosen_at, "words": each.text_version,
            "means": each.means,
        }
        for each in consent.history(person.subjects)
    ]  # fmt: skip


def _forget_choices(person: Person, origin: Origin, now: datetime) -> int:
    """The journal keeps the proof, under the number of the choice."""
    with transaction.atomic(durable=True):
        return consent.forget(person.subjects)


def letters(person: Person, locale: str, now: datetime) -> Told:
    return [
        {
            "address": address, "channel": each.channel, "basis": each.basis, "words": each.wording,
            "means": each.means, "said_at": each.said_at, "confirmed_at": each.confirmed_at,
        }
        for address, each in consent.said_by(person.customer_id, _addresses(person))
    ]  # fmt: skip


def _forget_letters(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return consent.forget([Subject(CUSTOMER, str(person.customer_id))], _addresses(person))


def _addresses(person: Person) -> list[To]:
    """An address that nobody could write to was never asked for."""
    with suppress(Invalid):
        return [consent.to("email", person.email)]
    return []


def behaviour(person: Person, locale: str, now: datetime) -> Told:
    """What they did, what was told of them, and what follows from it."""
    told = journal.behaviour_of(person.visitors, _keys(person), limit=MOST_VISITS)
    known = profiles.everything(person.person_id) if person.person_id else {}
    for part in ("identifiers", "heard", "traits"):
        told += [{"part": part, **row} for row in known.get(part, ())]
    return told


def _forget_behaviour(person: Person, origin: Origin, now: datetime) -> int:
    """The map and the stream together: without the map nobody would find the devices again."""
    people = [str(person.person_id)] if person.person_id else []
    with transaction.atomic(durable=True):
        known = profiles.forget(person.person_id, now=now) if person.person_id else 0
        return known + journal.forget(person.visitors, _keys(person), people)


def groups(person: Person, locale: str, now: datetime) -> Told:
    """Why they see what others do not: each group with its rule in words."""
    if person.person_id is None:
        return []
    found = segments.of_person(person.person_id, PERSONALISATION)
    rules = {each.segment: segments.get(each.segment) for each in found}
    return [
        {
            "group": rules[each.segment].name.read(locale),
            "because": segments.said(rules[each.segment].definition, locale),
            "since": each.since,
        }
        for each in found
        if each.until is None
    ]


def _forget_groups(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return segments.forget(person.person_id) if person.person_id else 0


def foreseen(person: Person, locale: str, now: datetime) -> Told:
    """What the models say of them in each market."""
    found = ((market, insights.worth_of(market, person.customer_id)) for market in org.markets())
    return [
        {
            "market": market, "probability_still_buyer": round(each.alive, 3), "half_have_ordered_by": each.next_on,
            "orders_expected": round(each.orders, 2),
        }
        for market, each in found
        if each
    ]  # fmt: skip


def _forget_foreseen(person: Person, origin: Origin, now: datetime) -> int:
    """With what the lake has of them: before the map of their devices goes."""
    people = [str(person.person_id)] if person.person_id else []
    return insights.forget([*person.visitors, *_keys(person), *people], now=now)


def _keys(person: Person) -> list[str]:
    """The person key that facts carry is ours; a name that a source gave is never asked with."""
    return [str(person.customer_id)]


def _named(rows: Told, locale: str) -> Told:
    names = catalog.variant_names([row["variant_id"] for row in rows])
    for row in rows:
        name = names.get(row["variant_id"])
        row["article"] = name.name.read(locale) if name else str(row["variant_id"])
    return rows


HOLDINGS: tuple[Holding, ...] = (
    # Before the map of devices goes, which finds them.
    Holding(
        code="choices",
        name=Localised(fr="Vos choix", en="Your choices"),
        why=Localised(
            fr="La preuve de ce que vous avez permis ou refusé (RGPD, article 7).",
            en="The proof of what you allowed or refused (GDPR, article 7).",
        ),
        tell=choices,
        forget=_forget_choices,
        kept=Localised(
            fr="Gardés cinq ans comme preuve, sous un numéro qui ne nomme personne.",
            en="Kept for five years as proof, under a number that names nobody.",
        ),
    ),
    Holding(
        code="foreseen",
        name=Localised(fr="Ce que nous attendons de vous", en="What we expect of you"),
        why=Localised(
            fr="Calculé d’après vos commandes, pour connaître la valeur de notre clientèle.",
            en="Reckoned from your orders, to know what our customers are worth together.",
        ),
        tell=foreseen,
        forget=_forget_foreseen,
    ),
    Holding(
        code="groups",
        name=Localised(fr="Pourquoi vous voyez ce que vous voyez", en="Why you see what you see"),
        why=Localised(
            fr="Les groupes dont vous faites partie, parce que vous avez permis les suggestions personnelles.",
            en="The groups that you belong to, because you allowed personal suggestions.",
        ),
        tell=groups,
        forget=_forget_groups,
    ),
    Holding(
        code="behaviour",
        name=Localised(fr="Vos visites", en="Your visits"),
        why=Localised(
            fr="Ce que vous avez regardé et cherché, parce que vous l’avez permis.",
            en="What you looked at and searched for, because you allowed it.",
        ),
        tell=behaviour,
        forget=_forget_behaviour,
    ),
    Holding(
        code="baskets",
        name=Localised(fr="Vos paniers", en="Your baskets"),
        why=Localised(fr="Pour les retrouver sur un autre appareil.", en="To find them again on another device."),
        tell=baskets,
        forget=_forget_baskets,
    ),
    Holding(
        code="wishes",
        name=Localised(fr="Vos envies et vos alertes", en="Your wishes and alerts"),
        why=Localised(fr="Pour vous prévenir quand un article revient.", en="To tell you when an article is back."),
        tell=wished,
        forget=_forget_wishes,
    ),
    Holding(
        code="reviews",
        name=Localised(fr="Vos avis et vos questions", en="Your reviews and questions"),
        why=Localised(fr="Pour éclairer les autres clients.", en="To help other customers."),
        tell=written,
        forget=_forget_written,
    ),
    Holding(
        code="letters",
        name=Localised(fr="Lettres, messages et appels", en="Letters, messages and calls"),
        why=Localised(
            fr="Ce que vous en avez dit, et les mots que vous avez lus.",
            en="What you said about them, and the words that you read.",
        ),
        tell=letters,
        forget=_forget_letters,
        kept=Localised(
            fr="Un refus reste noté sans votre adresse, pour que rien ne vous soit plus envoyé.",
            en="A refusal stays noted without your address, so that nothing is sent to you again.",
        ),
    ),
    Holding(
        code="notes",
        name=Localised(fr="Vos commandes", en="Your orders"),
        why=Localised(
            fr="Pour vous livrer, vous rembourser et tenir nos comptes.",
            en="To deliver to you, to refund you and to keep our accounts.",
        ),
        tell=bought,
        forget=_forget_notes,
        kept=Localised(
            fr="Articles, prix et dates restent dix ans dans nos comptes (Code de commerce, L123-22), sans votre nom "
            "ni votre adresse. Ce que nous avons noté à leur sujet est effacé.",
            en="Articles, prices and dates stay in our accounts for ten years (Code de commerce, L123-22), without "
            "your name or address. What we noted about them is erased.",
        ),
        last=True,
    ),
    Holding(
        code="account",
        name=Localised(fr="Votre compte", en="Your account"),
        why=Localised(fr="Pour vous reconnaître.", en="To recognise you."),
        tell=account,
        forget=_forget_account,
        last=True,
    ),
    Holding(
        code="contact",
        name=Localised(fr="Vos coordonnées", en="Your contact details"),
        why=Localised(fr="Pour vous livrer et vous répondre.", en="To deliver and to answer you."),
        tell=contact,
        forget=_forget_contact,
        last=True,
    ),
    Holding(
        code="invoices",
        name=Localised(fr="Vos factures", en="Your invoices"),
        why=Localised(fr="La loi nous y oblige.", en="The law obliges us to."),
        tell=invoices,
        kept=Localised(
            fr="Gardées dix ans telles qu’elles ont été émises, avec votre nom (Code de commerce, L123-22 ; RGPD, "
            "article 17, 3, b). Elles ne servent à rien d’autre.",
            en="Kept for ten years as they were issued, with your name (Code de commerce, L123-22; GDPR, article "
            "17(3)(b)). They serve nothing else.",
        ),
    ),
    Holding(
        code="withdrawals",
        name=Localised(fr="Vos rétractations", en="Your withdrawals"),
        why=Localised(fr="La preuve de ce que vous avez déclaré.", en="The proof of what you declared."),
        tell=withdrawals,
        kept=Localised(
            fr="Gardées cinq ans pour faire valoir vos droits et les nôtres (Code civil, 2224 ; RGPD, article 17, "
            "3, e).",
            en="Kept for five years for your rights and ours (Code civil, 2224; GDPR, article 17(3)(e)).",
        ),
    ),
)
