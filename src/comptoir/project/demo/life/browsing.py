"""Who looks: visits to the demo shop with what the collector would have reported of them, written in bulk.

Whoever allows measurement is a device with pages, searches and products, and a choice that proves it; of all others a
count by hour is kept. Words
are read from payloads, as an import of a collector's history would read them: this is no owner of theirs."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from comptoir.consent import facade as consent
from comptoir.consent.contracts import BANNER, CUSTOMER, VISITOR, Given, Subject
from comptoir.journal import facade as journal
from comptoir.journal.contracts import REGISTRY, Origin, Word
from comptoir.kit.ids import uuid7
from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION
from comptoir.project.demo.goods import Piece
from comptoir.project.demo.life import seasons
from comptoir.project.demo.life.people import Person

DEVICES = UUID("8a7bb9a4-5b57-4f1d-9d2e-6a3c0a7f1d10")  # names of invented devices follow from it
VISITS = 26.0  # a day, besides those that fill a basket
ALLOWED = 0.62
SUGGESTED, WRITTEN_TO = 0.7, 0.45  # of those who allow measurement allow this, too
PHONE, DESKTOP = 0.64, 0.30  # the rest are tablets
AGAIN = 0.3  # of visits are by a device that was there within some weeks
ADDED = 0.07  # of those who look at a product put it into a basket, and leave it there
WRITTEN_AT_ONCE = 1_500
SEARCHES = ("bol", "plaid laine", "sac cuir", "lampe", "mug", "pull", "vase", "cadeau", "nappe lin", "théière")
REFERRERS = ("", "", "www.google.com", "www.google.com", "www.instagram.com", "duckduckgo.com", "www.pinterest.com")
# source, medium, how often, and the months in which it runs.
CAMPAIGNS = (
    ("google", "cpc", "marque", 5, range(1, 13)),
    ("instagram", "social", "ete", 4, (6, 7, 8)),
    ("newsletter", "email", "rentree", 4, (9,)),
    ("newsletter", "email", "laine", 4, (10, 11)),
    ("google", "cpc", "cadeaux", 5, (11, 12)),
)


@dataclass(frozen=True)
class Guest:
    """One visit: which device, of which kind, and the campaign that brought it."""

    visitor: str
    device: str
    campaign: dict[str, str]
    referrer: str


class Browsing:
    """Gathers what is seen, and writes it when there is enough of it."""

    def __init__(self, goods: Sequence[Piece], base: Origin, categories: Mapping[str, str]) -> None:
        """`categories` are the paths that a page reports, by aisle."""
        self.goods, self.base, self.categories = goods, base, categories
        self.chosen: dict[Subject, Given] = {}
        self.first: dict[Subject, datetime] = {}
        self.told: list[tuple[Word, Origin, datetime]] = []
        self.counted: Counter[tuple[datetime, str, str]] = Counter()
        self.recent: list[str] = []
        self.weights: dict[date, list[float]] = {}

    def guest(self, day: date, chance: random.Random, visitor: str = "") -> Guest:
        running = [each for each in CAMPAIGNS if day.month in each[4]]
        found: dict[str, str] = {}
        if chance.random() < 0.3:
            source, medium, name, _often, _months = chance.choices(running, [each[3] for each in running])[0]
            found = {"source": source, "medium": medium, "name": name}
        kind = chance.choices(("phone", "desktop", "tablet"), (PHONE, DESKTOP, 1 - PHONE - DESKTOP))[0]
        if not visitor and self.recent and chance.random() < AGAIN:
            visitor = chance.choice(self.recent[-300:])
        return Guest(visitor or str(uuid5(DEVICES, f"{day} {chance.random()}")), kind, found, chance.choice(REFERRERS))

    def look(self, guest: Guest, moment: datetime, chance: random.Random, goods: Sequence[Piece] = ()) -> datetime:
        """A page, perhaps a search, some products; answers when it ended."""
        day = moment.date()
        self.choose(Subject(VISITOR, guest.visitor), guest.visitor, moment)
        if not goods and chance.random() < 0.72:
            goods = chance.choices(self.goods, self._weights(day), k=chance.choice((1, 1, 1, 2, 2, 3, 5)))
        at = self._tell(guest, moment, "Page Viewed", path="/fr/")
        if chance.random() < 0.16:
            at = self._tell(guest, _on(at, chance), "Event Tracked", event="Products Searched", path="/fr/recherche/",
                            properties={"query": chance.choice(SEARCHES)})  # fmt: skip
        for piece in goods:
            page = f"/fr/produit/{piece.code}/"
            at = self._tell(guest, _on(at, chance), "Page Viewed", path=page)
            category = self.categories.get(piece.aisle, "")
            said = {"product_id": piece.code, "category": category, "price": f"{piece.cents / 100:.2f}"}
            self._tell(guest, at, "Event Tracked", event="Product Viewed", path=page, properties=said)
        self.recent.append(guest.visitor)
        return at

    def choose(self, subject: Subject, visitor: str, moment: datetime) -> None:
        """What the banner was told on this device, before anything was counted; again, when it turns out that somebody
        was there before."""
        if subject not in self.first or moment < self.first[subject]:
            self.first[subject] = moment
            origin = replace(self.base, actor="visitor", correlation=uuid7(), visitor=visitor, person_key=None)
            self.chosen[subject] = Given(
                subject=subject, purposes=allowed_by(visitor), means=BANNER, at=moment, origin=origin
            )

    def day(self, day: date) -> None:
        """All visits of a day that fill no basket that we keep, but some who put something into one and leave."""
        chance = seasons.chance_of(day, "browsing")
        mean = VISITS * seasons.MONTHS[day.month - 1] * seasons.WEEKDAYS[day.weekday()]
        for _ in range(max(0, round(chance.gauss(mean, mean**0.5)))):
            moment = seasons.moment(day, chance)
            guest = self.guest(day, chance)
            if chance.random() >= ALLOWED:
                self._count(guest, moment, chance.choice((1, 2, 2, 3, 4, 6)))
                continue
            at = self.look(guest, moment, chance)
            if chance.random() < ADDED:
                self._tell(guest, _on(at, chance), "Event Tracked", event="Product Added", path="/fr/panier/")
        if len(self.told) >= WRITTEN_AT_ONCE:
            self.write()

    def write(self) -> None:
        for (hour, kind, device), times in self.counted.items():
            origin = replace(self.base, actor="visitors", correlation=uuid7(), visitor=None, person_key=None)
            for activity in ("page", "visit") if kind == "home" else ("page",):  # a visit begins on the first page
                payload: dict[str, object] = {
                    "count_id": str(uuid7()), "minute": hour.isoformat(), "activity": activity,
                    "kind_of_page": kind if activity == "page" else "", "device": device, "times": times,
                }  # fmt: skip
                self.told.append((_word("Activity Counted", payload), origin, hour))
        with transaction.atomic(durable=True), journal.gathered():
            for word, origin, moment in self.told:
                journal.append(word, origin=origin, occurred_at=moment)
        consent.choose_many(list(self.chosen.values()))
        self.told, self.counted, self.chosen = [], Counter(), {}

    def _count(self, guest: Guest, moment: datetime, pages: int) -> None:
        hour = moment.replace(minute=0, second=0, microsecond=0)
        self.counted[hour, "home", guest.device] += 1
        if pages > 1:
            self.counted[hour, "product", guest.device] += pages - 1

    def _tell(self, guest: Guest, moment: datetime, name: str, **said: object) -> datetime:
        payload = {
            "visitor_id": guest.visitor, "message_id": str(uuid7()), "device": guest.device, "campaign": guest.campaign,
            "referrer": guest.referrer, "purposes": sorted(allowed_by(guest.visitor)), **said,
        }  # fmt: skip
        origin = replace(
            self.base, actor="visitor", correlation=uuid7(), visitor=guest.visitor, person_key=None
        )
        self.told.append((_word(name, payload), origin, moment))
        return moment

    def _weights(self, day: date) -> list[float]:
        if day not in self.weights:
            self.weights = {day: seasons.weights(self.goods, frozenset(), day)}
        return self.weights[day]


def customer(customer_id: UUID) -> Subject:
    return Subject(CUSTOMER, str(customer_id))


def allowed_by(visitor: str) -> frozenset[str]:
    """What this device allows, always the same: measuring, and with it more or not."""
    chance = random.Random(f"{visitor} allows")
    more = {purpose for purpose, share in ((PERSONALISATION, SUGGESTED), (MARKETING, WRITTEN_TO))
            if chance.random() < share}  # fmt: skip
    return frozenset({MEASUREMENT, *more})


def device_of(person: Person, number: int) -> str:
    """A person has two devices, and keeps them."""
    return str(uuid5(DEVICES, f"{person.contact.email} {number}"))


def _on(moment: datetime, chance: random.Random) -> datetime:
    return moment + timedelta(seconds=chance.randint(8, 150))


def _word(name: str, payload: dict[str, object]) -> Word:
    return REGISTRY[name, 1].from_payload(payload)
