"""What each room tells and forgets of a person, one pair of functions a room."""

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
from comptoir.duplicates import facade as duplicates
from comptoir.forwarding import facade as forwarding
from comptoir.insights import facade as insights
from comptoir.invoicing import facade as invoicing
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import Invalid
from comptoir.orders import facade as orders
from comptoir.org import facade as org
from comptoir.org.contracts import PERSONALISATION
from comptoir.privacy.contracts import Person, Told
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


def forget_contact(person: Person, origin: Origin, now: datetime) -> int:
    """With what says that another record is theirs: until this ends nobody links them, and afterwards it is refused."""
    with transaction.atomic(durable=True):
        gone = duplicates.forget(person.customer_id)
        return gone + customers.forget(person.customer_id)


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


def forget_account(person: Person, origin: Origin, now: datetime) -> int:
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
                    {
                        "name": line.name.read(locale), "quantity": line.quantity, "total": line.total.format(locale),
                        "promotions": " · ".join(reason.text.read(locale) for reason in line.promotions),
                    }
                    for line in order.lines
                ],
            }
        )  # fmt: skip
    return told


def forget_notes(person: Person, origin: Origin, now: datetime) -> int:
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


def forget_baskets(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return checkout.forget(person.customer_id)


def wished(person: Person, locale: str, now: datetime) -> Told:
    return _named(wishes.of_person(person.email, person.customer_id), locale)


def forget_wishes(person: Person, origin: Origin, now: datetime) -> int:
    return wishes.forget(person.email, person.customer_id)


def written(person: Person, locale: str, now: datetime) -> Told:
    return reviews.written_by(person.customer_id)


def forget_written(person: Person, origin: Origin, now: datetime) -> int:
    return reviews.forget(person.customer_id, origin=origin, now=now)


def choices(person: Person, locale: str, now: datetime) -> Told:
    return [
        {
            "purpose": each.purpose, "granted": each.granted, "chosen_at": each.chosen_at, "words": each.text_version,
            "means": each.means,
        }
        for each in consent.history(person.subjects)
    ]  # fmt: skip


def forget_choices(person: Person, origin: Origin, now: datetime) -> int:
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


def forget_letters(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return consent.forget([Subject(CUSTOMER, str(person.customer_id))], _addresses(person))


def look_alikes(person: Person, locale: str, now: datetime) -> Told:
    """That a record looked like theirs, and what was said of it; never whose the other one is."""
    return [
        {
            "found_at": each.found_at, "state": each.state, "decided_at": each.decided_at,
            "agrees": [one.field for one in each.evidence if one.says in ("same", "box", "turned", "close")],
        }
        for each in duplicates.duplicates_of(person.customer_id)
    ]  # fmt: skip


def forget_look_alikes(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return duplicates.forget(person.customer_id)


def _addresses(person: Person) -> list[To]:
    """An address that nobody could write to was never asked for."""
    with suppress(Invalid):
        return [consent.to("email", person.email)]
    return []


def behaviour(person: Person, locale: str, now: datetime) -> Told:
    """What they did, what was told of them, and what follows from it."""
    told = journal.behaviour_of(person.visitors, keys(person), limit=MOST_VISITS)
    known = profiles.everything(person.person_id) if person.person_id else {}
    for part in ("identifiers", "heard", "traits"):
        told += [{"part": part, **row} for row in known.get(part, ())]
    return told


def forget_behaviour(person: Person, origin: Origin, now: datetime) -> int:
    """The map and the stream together: without the map nobody would find the devices again. With them goes what was
    told of a user by the id that is ours, without a device."""
    people = [str(person.person_id)] if person.person_id else []
    visitors = [*person.visitors, *(f"user:{each}" for each in keys(person))]
    with transaction.atomic(durable=True):
        forwarding.hold_visitors(person.visitors)
        known = profiles.forget(person.person_id, now=now) if person.person_id else 0
        gone = known + journal.forget(visitors, keys(person), people)
        # What went out since they were asked: from here on there is nothing to send.
        forwarding.pass_on(person.visitors, origin.correlation, origin=origin, now=now)
        return gone


def forwarded(person: Person, locale: str, now: datetime) -> Told:
    """To whom their visits were passed on, as far as they allowed it (article 15(1)(c))."""
    return [
        {"recipient": each.destination, "purpose": each.purpose, "first_at": each.first_at, "last_at": each.last_at}
        for each in forwarding.told_to(person.visitors)
    ]


def forget_forwarded(person: Person, origin: Origin, now: datetime) -> int:
    """Each recipient is asked to erase them; the correlation is the record of the erasure."""
    with transaction.atomic(durable=True):
        return forwarding.pass_on(person.visitors, origin.correlation, origin=origin, now=now)


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


def forget_groups(person: Person, origin: Origin, now: datetime) -> int:
    with transaction.atomic(durable=True):
        return segments.forget(person.person_id) if person.person_id else 0


def foreseen(person: Person, locale: str, now: datetime) -> Told:
    """What the models say of them in each market; nothing where they were reckoned together with another record, which
    gives none of its orders away by this."""
    if not customers.stands_alone(person.customer_id):
        return []
    found = ((market, insights.worth_of(market, person.customer_id)) for market in org.markets())
    return [
        {
            "market": market, "probability_still_buyer": round(each.alive, 3), "half_have_ordered_by": each.next_on,
            "orders_expected": round(each.orders, 2),
        }
        for market, each in found
        if each
    ]  # fmt: skip


def forget_foreseen(person: Person, origin: Origin, now: datetime) -> int:
    """With what the lake has of them: before the map of their devices goes."""
    people = [str(person.person_id)] if person.person_id else []
    return insights.forget([*person.visitors, *keys(person), *people], now=now)


def keys(person: Person) -> list[str]:
    """The person key that facts carry is ours; a name that a source gave is never asked with."""
    return [str(person.customer_id)]


def _named(rows: Told, locale: str) -> Told:
    names = catalog.variant_names([row["variant_id"] for row in rows if row["variant_id"]])
    for row in rows:
        name = names.get(row["variant_id"])
        row["article"] = name.name.read(locale) if name else str(row["variant_id"] or "")
    return rows
