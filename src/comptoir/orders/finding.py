"""Finding orders among many: what staff and programs may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact

from comptoir.catalog import facade as catalog
from comptoir.customers import facade as customers
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import fold
from comptoir.orders.models import Order, OrderLine, OrderTag
from comptoir.orders.rules import LEFT

FALLEN = ("pending", "cancelled", "expired")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilter:
    """`text` is the start of a number, of an e-mail, of a word of the buyer's name, a whole telephone number or a whole
    SKU; days are of the placed date, both included, in UTC. A field that is empty asks for nothing: without
    `storefront`, a code, the orders of all of them are found.

    As figures count: `stands` for those that neither wait for money nor fell, `buyer` is new or again, `first_channel`
    and the days are those of the first order of its buyer that stands."""

    text: str = ""
    states: tuple[str, ...] = ()
    channel: str = ""
    storefront: str = ""
    tag: str = ""
    since: date | None = None
    until: date | None = None
    customer_id: UUID | None = None
    stands: bool = False
    buyer: str = ""
    first_channel: str = ""
    first_since: date | None = None
    first_until: date | None = None


def filtered(wanted: OrderFilter) -> QuerySet[Order]:
    found = Order.objects.all()
    if text := wanted.text.strip():
        found = found.filter(matching(text))
    if wanted.states:
        found = found.filter(state__in=wanted.states)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.storefront:
        found = found.filter(storefront=wanted.storefront)
    if wanted.tag:
        found = found.filter(tagged(wanted.tag))
    if wanted.customer_id:
        found = found.filter(customer_id=wanted.customer_id)
    if wanted.since:
        found = found.filter(placed_at__gte=_begin(wanted.since))
    if wanted.until and wanted.until < date.max:
        found = found.filter(placed_at__lt=_begin(wanted.until) + timedelta(days=1))
    if wanted.stands:
        found = found.exclude(state__in=FALLEN)
    if wanted.buyer:
        found = found.filter(of_returning() if wanted.buyer == "again" else ~of_returning())
    if wanted.first_channel:
        found = found.filter(of_first_channel(wanted.first_channel))
    if wanted.first_since or wanted.first_until:
        since = _begin(wanted.first_since) if wanted.first_since else None
        until = datetime.combine(wanted.first_until, time.max, tzinfo=UTC) if wanted.first_until else None
        found = found.filter(of_first_between(since, until))
    return found


def _begin(day: date) -> datetime:
    """Compared as a moment, so that the index on it is of use."""
    return datetime.combine(day, time(), tzinfo=UTC)


def after(order_id: UUID) -> Q:
    """What stands behind this order in a list with the latest first: as quick on the last page as on the first.
    Refuses Invalid for an order that is not known."""
    last = Order.objects.filter(id=order_id).values_list("placed_at", flat=True).first()
    if last is None:
        raise Invalid({"after": "not_a_choice"})
    return Q(placed_at__lte=last) & (Q(placed_at__lt=last) | Q(id__lt=order_id))


def matching(text: str, *, personal: bool = True) -> Q:
    """By number and SKU; by e-mail, name and telephone too when `personal`: whether one is found would tell who may not
    see them. Each is looked up by an index of its own, so that it is quick among many."""
    text = text.strip()
    found = Q(number__startswith=text.upper())
    if personal and (addresses := customers.addresses_of(text)):
        found |= Q(address_id__in=addresses)
    if personal and (people := [*customers.with_email(text), *customers.with_phone(text)]):
        found |= Q(customer_id__in=people)
    if variants := [variant for variant, _ in catalog.variants_of_sku(text)]:
        found |= Q(id__in=OrderLine.objects.filter(variant_id__in=variants).values("order_id"))
    return found


def tagged(name: str) -> Q:
    return Q(id__in=OrderTag.objects.filter(tag__folded=fold(name)).values("order_id"))


def refunded() -> Q:
    """Whose headline is that they are refunded."""
    return Q(state__in=LEFT, total_minor__gt=0, credited_minor__gte=F("total_minor"), paid_minor__lte=0)


def with_a_day() -> Q:
    """To whose buyer a day is promised: none is while a transfer is waited for."""
    return Q(unpromised_since__isnull=True)


def of_first_between(since: datetime | None, until: datetime | None) -> Q:
    """Whose buyer had their first order that stands between these moments, both included; none is no limit."""
    theirs = Order.objects.filter(customer_id=OuterRef("customer_id")).exclude(state__in=FALLEN)
    found = Q()
    if until is not None:
        found &= Q(Exists(theirs.filter(placed_at__lte=until)))
    if since is not None:
        found &= ~Q(Exists(theirs.filter(placed_at__lt=since)))
    return found


def of_first_channel(channel: str) -> Q:
    """Whose buyer placed the first order that stands by this channel."""
    theirs = Order.objects.filter(customer_id=OuterRef("customer_id")).exclude(state__in=FALLEN)
    first = theirs.order_by("placed_at", "id").values("channel")[:1]
    return Q(Exact(Subquery(first), channel))


def of_returning() -> Exists:
    """Whose buyer had an order before, one that stands; a condition as the figures of sales ask it."""
    earlier = Order.objects.filter(customer_id=OuterRef("customer_id")).exclude(state__in=FALLEN)
    before = Q(placed_at__lt=OuterRef("placed_at")) | Q(placed_at=OuterRef("placed_at"), id__lt=OuterRef("id"))
    return Exists(earlier.filter(before))
