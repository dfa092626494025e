"""Play the days: people fill baskets, some leave, most order; parcels leave, arrive, and sometimes come late."""

from __future__ import annotations

import heapq
import itertools
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from comptoir.checkout import facade as checkout
from comptoir.checkout.contracts import BasketView, FilledBasket, PlaceOrder
from comptoir.inventory import facade as inventory
from comptoir.inventory.contracts import Adjustment
from comptoir.invoicing import facade as invoicing
from comptoir.kit.ids import uuid7
from comptoir.kit.refusals import Refusal
from comptoir.orders import facade as orders
from comptoir.orders import jobs
from comptoir.orders.contracts import OrderInfo
from comptoir.org import facade as org
from comptoir.org.contracts import MEASUREMENT, ShopperContext
from comptoir.payments.contracts import Tender
from comptoir.project import founding
from comptoir.project.demo import aisles
from comptoir.project.demo.goods import Piece, Sold
from comptoir.project.demo.life import seasons
from comptoir.project.demo.life.browsing import Browsing, customer, device_of
from comptoir.project.demo.life.people import DOMAIN, REGULAR, Person, people, there
from comptoir.recognition import facade as recognition
from comptoir.recognition.contracts import Visit

STAFF = "system:demo"
GOOD, REFUSED = Tender(kind="test_card", token="tok_success"), Tender(kind="test_card", token="tok_refused")
MOMENT = timedelta(seconds=40)
OPEN = ("confirmed", "ready", "shipped")
# Shares of what happens, by themselves: baskets that are left, cards refused at first, parcels late, second thoughts.
LEFT, REFUSED_FIRST, LATE, CANCELLED, COLLECTED = 0.36, 0.07, 0.06, 0.03, 0.45
Deed = Callable[[datetime], None]


class Life:
    """One run over days that end before `now`."""

    def __init__(self, goods: Sequence[Piece], variants: Mapping[str, UUID], now: datetime) -> None:
        self.goods = [piece for piece in goods if piece.variants]
        self.variants, self.now = variants, now
        self.people = people(tuple(sorted({piece.aisle for piece in goods})))
        self.waiting: list[tuple[datetime, int, Deed]] = []
        self.number = itertools.count()
        self.sent: Counter[tuple[UUID, UUID]] = Counter()
        base = _context(self.people[0], now, "web", "").origin()
        self.browsing = Browsing(self.goods, base, aisles.paths(now))
        self.of_variant = {variants[sold.code]: piece for piece in self.goods for sold in piece.variants}

    def play(self, since: date, told: Callable[[float], None]) -> int:
        """The days from `since` until yesterday, then what is still to be done of them; answers how many visits."""
        days = [since + timedelta(days=n) for n in range((self.now.astimezone(seasons.PARIS).date() - since).days)]
        count = 0
        for number, day in enumerate(days):
            regular = seasons.regular(day)
            for moment in sorted([*seasons.visits(day), *regular]):
                self._do_until(moment)
                self._visit(moment, seasons.chance_of(day, moment.isoformat()), REGULAR if moment in regular else None)
                count += 1
            self._do_until(datetime.combine(day, time(23, 59), seasons.PARIS))
            self.browsing.day(day)
            if day.weekday() == 0:
                self._fill_shelves(datetime.combine(day, time(8), seasons.PARIS))
            told((number + 1) / len(days))
        self._do_until(self.now)
        self._fill_shelves(self.now)
        self.browsing.write()
        return count

    def go_on(self) -> None:
        """Orders that an earlier run left on their way."""
        yesterday = self.now - timedelta(days=1)
        for row in orders.find(orders.OrderFilter(states=OPEN), size=200).items:
            if row.email.endswith(f"@{DOMAIN}") and row.placed_at < yesterday:
                self._serve(orders.get(row.id), yesterday, random.Random(row.number))

    def _later(self, moment: datetime, deed: Deed) -> None:
        if moment <= self.now:
            heapq.heappush(self.waiting, (moment, next(self.number), deed))

    def _do_until(self, moment: datetime) -> None:
        while self.waiting and self.waiting[0][0] <= moment:
            due, _, deed = heapq.heappop(self.waiting)
            deed(due)

    def _visit(self, moment: datetime, chance: random.Random, regular: Person | None) -> None:
        """Of the `regular`, who leaves no basket, or of one of those who are buyers then."""
        who = regular or self._buyer(moment.date(), chance)
        channel = "phone" if chance.random() < 0.06 else "web"
        looks = seasons.chance_of(moment.date(), f"{moment.isoformat()} looks")  # of its own: what is bought stays
        device = device_of(who, looks.random() < 0.25) if channel == "web" else ""
        context = _context(who, moment, channel, device)
        delivery = f"collect@{who.shop}" if who.shop and chance.random() < COLLECTED else "home"
        wanted = FilledBasket(lines=self._lines(who, moment.date(), chance), contact=who.contact, delivery=delivery)
        if context.visitor:
            self._looked(context, [self.of_variant[variant] for variant, _pieces in wanted.lines], looks)
        try:
            basket_id = checkout.fill_basket(wanted, context)
            view = checkout.view(basket_id, context)
        except Refusal:
            return
        checkout.viewed(basket_id, "checkout", context)
        waits = any(line.ahead for line in view.lines)  # nobody here orders what is still to come in
        if view.blockers or waits or (regular is None and chance.random() < LEFT):
            checkout.hesitated(basket_id, chance.choice(("delivery", "address")), context)
            return
        for step in ("delivery", "buyer"):
            checkout.completed(basket_id, step, context)
        self._order(view, context, chance)

    def _buyer(self, day: date, chance: random.Random) -> Person:
        buyers = [person for person in self.people if there(person, day)]
        return chance.choices(buyers, [person.often for person in buyers])[0]

    def _looked(self, context: ShopperContext, goods: list[Piece], chance: random.Random) -> None:
        """Before the basket was filled; some looked on an earlier day, too."""
        assert context.visitor
        guest = self.browsing.guest(context.now.date(), chance, context.visitor)
        self.browsing.look(guest, context.now - timedelta(minutes=15), chance, goods)
        if chance.random() < 0.4:
            self.browsing.look(guest, context.now - timedelta(hours=chance.randint(20, 120)), chance, goods[:1])

    def _order(self, view: BasketView, context: ShopperContext, chance: random.Random) -> None:
        assert view.chosen
        refused = chance.random() < REFUSED_FIRST
        wanted = PlaceOrder(
            basket_id=view.id, shown_total=view.quote.total, shown_promise=view.chosen.promise.key,
            tenders=(REFUSED if refused else GOOD,), context=context,
            supply_agreed=view.at_request is not None,
        )  # fmt: skip
        try:
            placed = checkout.place_order(wanted)
        except Refusal as refusal:
            checkout.refused(view.id, "order", refusal.code, context)
            return
        checkout.completed(view.id, "order", context)
        paid = context.now + MOMENT
        jobs.work_payments(paid)
        if refused:
            if chance.random() < 0.3:
                orders.cancel(placed.order_id, reason="changed_mind", actor=context.actor, now=paid + MOMENT)
                return
            paid += 2 * MOMENT
            orders.pay_again(placed.order_id, tender=GOOD, actor=context.actor, now=paid)
            jobs.work_payments(paid)
        if chance.random() < CANCELLED:
            self._later(paid + timedelta(hours=1), lambda at: _cancel(placed.order_id, at))
            return
        order = orders.get(placed.order_id)
        if context.visitor:
            self.browsing.choose(customer(order.customer_id), context.visitor, context.now)
        for parcel in order.shipments:
            for variant_id, pieces in parcel.lines:
                self.sent[variant_id, parcel.location.id] += pieces
        self._serve(order, paid, chance)

    def _serve(self, order: OrderInfo, moment: datetime, chance: random.Random) -> None:
        """In time for what was promised, but for a few."""
        due = order.promise.due if order.promise else moment
        if chance.random() < LATE:
            due += timedelta(hours=chance.randint(20, 90))
        if order.delivery_method == "collect":
            self._later(max(moment, due - timedelta(minutes=20)), lambda at: _ready(order.id, at))
            self._later(due + timedelta(hours=chance.randint(1, 70)), lambda at: _delivered(order.id, at))
            return
        arrives = due - timedelta(hours=chance.randint(3, 30))
        leaves = min(seasons.next_handover(moment), arrives - timedelta(hours=10))
        self._later(max(moment, leaves), lambda at: _shipped(order.id, at))
        self._later(max(moment + MOMENT, arrives), lambda at: _delivered(order.id, at))

    def _lines(self, who: Person, day: date, chance: random.Random) -> tuple[tuple[UUID, int], ...]:
        count = chance.choices((1, 2, 3, 4), (48, 30, 15, 7))[0]
        chosen = chance.choices(self.goods, seasons.weights(self.goods, who.aisles, day), k=count)
        lines: dict[UUID, int] = {}
        for piece in chosen:
            sold = chance.choices(piece.variants, [1 + min(20, each.pieces[0]) for each in piece.variants])[0]
            lines[self.variants[sold.code]] = _pieces(piece, sold, chance)
        return tuple(lines.items())

    def _fill_shelves(self, now: datetime) -> None:
        """What was sent comes in again, so that in the end there is as much as the house says."""
        come = [
            Adjustment(variant_id=variant_id, location_id=place, quantity=pieces)
            for (variant_id, place), pieces in self.sent.items()
        ]
        self.sent.clear()
        if come:
            inventory.adjust(come, kind="receipt", reason="delivery", origin=founding.origin(), now=now)


def _context(who: Person, moment: datetime, channel: str, device: str) -> ShopperContext:
    allowed = frozenset({MEASUREMENT}) if who.counted else frozenset()
    account = org.account_of(who.contact.email) if who is REGULAR else None  # all others buy as guests
    if account:
        recognition.know_account(  # as logging in does
            account.id, email=account.email, locale=who.locale, origin=founding.origin(), now=moment
        )
    visit = Visit(
        channel=channel, locale=who.locale, now=moment, correlation=uuid7(), purposes=allowed, visitor=device or None,
        account_id=account.id if account else None,
    )  # fmt: skip
    return recognition.recognise(visit)


def _pieces(piece: Piece, sold: Sold, chance: random.Random) -> int:
    """Plates, bowls and glasses are bought by four or six."""
    if piece.cents > 4000 or piece.aisle not in ("table", "verres", "tasses", "linge") or sold.pieces[0] < 20:
        return 1
    return chance.choice((1, 2, 2, 4, 4, 6))


def _cancel(order_id: UUID, now: datetime) -> None:
    orders.cancel(order_id, reason="changed_mind", actor=STAFF, now=now)
    jobs.work_payments(now + MOMENT)


def _ready(order_id: UUID, now: datetime) -> None:
    if orders.standing(order_id).state == "confirmed":
        orders.mark_ready(order_id, actor=STAFF, now=now)


def _shipped(order_id: UUID, now: datetime) -> None:
    for parcel in orders.get(order_id).shipments:
        if parcel.is_unsent:
            orders.mark_shipped(
                order_id, shipment_id=parcel.id, tracking_number=f"6C{parcel.id.int % 10**11:011}", carrier="Colissimo",
                actor=STAFF, now=now,
            )  # fmt: skip


def _delivered(order_id: UUID, now: datetime) -> None:
    orders.mark_delivered(order_id, actor=STAFF, now=now)
    invoicing.issue_due(order_id, now=now)  # on its day: the worker would give it today's
