"""What the worker does by itself: the one list for each of its processes. Jobs that others ask for go through the
queue."""

from __future__ import annotations

from datetime import datetime

from comptoir.accounts import facade as accounts
from comptoir.aftersales import facade as aftersales
from comptoir.catalog import jobs as catalog
from comptoir.channels.collector import upkeep as collector
from comptoir.checkout import facade as checkout
from comptoir.content import jobs as content
from comptoir.duplicates import facade as duplicates
from comptoir.feeds import facade as feeds
from comptoir.forwarding import facade as forwarding
from comptoir.insights import facade as insights
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Lane
from comptoir.journal.webhooks import send as webhooks
from comptoir.kit import brakes, idempotency, limits
from comptoir.orders import inviting, together
from comptoir.orders import jobs as orders
from comptoir.payments import jobs as payments
from comptoir.privacy import facade as privacy
from comptoir.project.consumers import CONSUMERS
from comptoir.project.worker.loop import Loop
from comptoir.reviews import facade as reviews
from comptoir.search import facade as search
from comptoir.search import jobs as search_jobs
from comptoir.segments import facade as segments
from comptoir.treasury import jobs as treasury
from comptoir.wishes import facade as wishes


def deliver_facts(now: datetime) -> int:
    """One batch of what happened in the shop to each listener."""
    return journal.deliver_round(*CONSUMERS, lanes={Lane.FACTS}, now=now)


def deliver_behaviour(now: datetime) -> int:
    """One batch of what people did, and of the counts of those who did not consent, to each listener."""
    return journal.deliver_round(*CONSUMERS, lanes=set(Lane) - {Lane.FACTS}, now=now)


def share(now: datetime) -> int:
    """The same to those that read in shards: what another thread is reading is left to it."""
    return journal.deliver_round(*(each for each in CONSUMERS if each.shards > 1), now=now)


# What buyers and staff wait for, and the keeping of the house.
LOOPS: list[Loop] = [
    Loop("payments", orders.work_payments, idle_seconds=0.1, gather_seconds=0.05, crowd=30),
    Loop("journal", deliver_facts, idle_seconds=0.2, gather_seconds=0.1, crowd=5000),
    Loop("webhooks", webhooks.work_webhooks, idle_seconds=0.5),
    Loop("old webhooks", webhooks.forget_old, idle_seconds=3600),
    Loop("provider events", treasury.work_events, idle_seconds=2),
    Loop("bank movements", treasury.match_left, idle_seconds=60),
    Loop("provider books", treasury.compare_yesterday, idle_seconds=900),
    Loop("test bank", payments.send_test_notices, idle_seconds=1),
    Loop("payments overdue", orders.sweep_payments, idle_seconds=30),
    Loop("orders overdue", orders.sweep_orders, idle_seconds=15),
    Loop("withdrawals", aftersales.wait_for_goods, idle_seconds=600),
    Loop("old reviews", reviews.let_go, idle_seconds=3600),
    Loop("pages due", content.work_schedule, idle_seconds=10),
    Loop("journal partitions", journal.make_partitions_ahead, idle_seconds=3600),
    Loop("rate limits", limits.forget_old, idle_seconds=3600),
    Loop("review invitations", inviting.invite_due, idle_seconds=600),
    Loop("shared baskets", checkout.forget_shared, idle_seconds=3600),
    Loop("wishes", wishes.forget_old, idle_seconds=3600),
    Loop("idempotency", idempotency.forget_old, idle_seconds=3600),
    Loop("brakes", brakes.forget_old, idle_seconds=600),
    Loop("sessions", accounts.forget_old, idle_seconds=3600),
]

# What reads what people do, and makes things of it that may be some seconds old.
LATER: list[Loop] = [
    Loop("journal of behaviour", deliver_behaviour, idle_seconds=0.2, gather_seconds=0.1, crowd=5000),
    Loop("search index", search_jobs.work_index, idle_seconds=0.5, gather_seconds=0.5, crowd=500),
    Loop("journal shards", share, idle_seconds=0.1, gather_seconds=0.03, crowd=500),
    Loop("segments", segments.work, idle_seconds=0.1, gather_seconds=0.03, crowd=250),
    Loop("segments compared", segments.recompute, idle_seconds=3600),
    Loop("forwarding", forwarding.work_quick, idle_seconds=1),
    Loop("forwarding, one more", forwarding.work, idle_seconds=1),
    Loop("forwarding, a third", forwarding.work, idle_seconds=1),
    Loop("erasures", privacy.work_erasures, idle_seconds=5),  # reads the lake, with the memory that takes
    Loop("inactive people", privacy.let_inactive_go, idle_seconds=3600),
    Loop("old parcels", forwarding.forget_old, idle_seconds=3600),
    Loop("bought together", together.count_together, idle_seconds=3600),
    Loop("pictures", catalog.work_pictures, idle_seconds=60),
    Loop("feeds", feeds.ask_for_due, idle_seconds=300),
    Loop("lake", insights.fill_lake, idle_seconds=300),
    Loop("look-alikes", duplicates.work_searches, idle_seconds=5),
    Loop("foresight", insights.foresee, idle_seconds=1800),
    Loop("remembered messages", collector.make_ahead, idle_seconds=3600),
    Loop("old verdicts", collector.let_go, idle_seconds=30),
    Loop("searches", search.forget_old, idle_seconds=3600),
]
