"""What `comptoir doctor` looks at."""

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from comptoir.inventory import facade as inventory
from comptoir.invoicing import facade as invoicing
from comptoir.journal import facade as journal
from comptoir.orders import facade as orders
from comptoir.payments import facade as payments
from comptoir.project import heartbeat, memory, schema
from comptoir.project.consumers import CONSUMERS

LAG_SECONDS = 60.0
FREE_BYTES = 1_000_000_000
# Measured of a demo with all its files made: 1,100 at rest. Added: pages in the memory of two web processes (128), and
# the rules of invoices while some are being tried (220).
MEMORY_MB = 1_500.0
WAITING = 10_000


@dataclass(frozen=True)
class Check:
    """`value` is None where this system cannot tell; `ok` is then true."""

    name: str
    value: float | str | None
    unit: str
    ok: bool


def all_checks() -> list[Check]:
    """Every check, in the order in which they are shown."""
    home = Path(settings.HOME)
    return [
        Check("python", platform.python_version(), "", sys.version_info >= (3, 11)),
        _database_version(),
        *_migrations(),
        *_journal(),
        *_queues(),
        _hung(home),
        _stock(),
        *_webhooks(),
        *_invoices(),
        *_money(),
        _disk(home),
        *_memory(home),
    ]


def _stock() -> Check:
    """Levels that are not the sum of their movements, or of what is reserved."""
    wrong = len(inventory.check())
    return Check("stock_discrepancies", wrong, "levels", wrong == 0)


def _webhooks() -> Iterator[Check]:
    """Endpoints that were switched off; and the setting that lets webhooks call this machine, which is for demos."""
    queue = journal.webhook_queue()
    off = queue.endpoints.get("off", 0)
    yield Check("webhooks_waiting", queue.pending, "deliveries", queue.pending < WAITING)
    yield Check("webhook_endpoints_off", off, "endpoints", off == 0)
    local = settings.WEBHOOKS_LOCAL
    yield Check("webhooks_to_this_machine", "allowed" if local else "refused", "", not local or settings.TEST_CARD)


def _invoices() -> Iterator[Check]:
    """Series of numbers with a gap or a date that goes back; electronic invoices that their check refuses."""
    faults = len(invoicing.check())
    yield Check("invoice_number_faults", faults, "documents", faults == 0)
    rejected = invoicing.rejected()
    yield Check("invoices_rejected", rejected, "documents", rejected == 0)


def _money() -> Iterator[Check]:
    """Orders, receipts, stored values and ledger that disagree; closed orders whose money did not go back."""
    units = {"money_orders": "orders", "money_stored": "accounts", "money_clearing": "cents", "money_owed": "orders"}
    for name, wrong in orders.check_money().items():
        yield Check(name, wrong, units[name], wrong == 0)


def _database_version() -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        version = cursor.fetchone()[0]
    return Check("database_version", f"{version // 10000}.{version % 10000}", "", version // 10000 >= 15)


def _migrations() -> Iterator[Check]:
    missing = len(schema.pending())
    yield Check("migrations_pending", missing, "migrations", missing == 0)


def _journal() -> Iterator[Check]:
    for lag in journal.lag(CONSUMERS):
        whose = f"{lag.consumer}_{lag.lane}"
        yield Check(f"journal_lag_{whose}", round(lag.seconds, 1), "s", lag.seconds < LAG_SECONDS)
        yield Check(f"journal_dead_{whose}", lag.dead, "events", lag.dead == 0)
    blocker = journal.blocker()
    yield Check("journal_blocked_for", round(blocker.seconds, 1) if blocker else 0.0, "s", blocker is None)


def _queues() -> Iterator[Check]:
    requests = payments.queue_length()
    yield Check("payments_waiting", requests, "requests", requests < WAITING)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now()) <= now()),"
            " count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
        )
        waiting, failed = cursor.fetchone()
    yield Check("jobs_waiting", waiting, "jobs", waiting < WAITING)
    yield Check("jobs_failed", failed, "jobs", failed == 0)


def _hung(home: Path) -> Check:
    """Processes that hung within a day, and were killed and forked again."""
    found = heartbeat.noted(home, timedelta(days=1))
    return Check("processes_hung", len(found), "in a day", not found)


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free
    return Check("disk_free", round(free / 1e9, 1), "GB", free > FREE_BYTES)


def _memory(home: Path) -> Iterator[Check]:
    found = memory.by_role(home)
    for role in ("web", "worker", "database", "demo"):
        yield Check(f"memory_{role}", found.get(role), "MB", True)
    known = [value for value in found.values() if value is not None]
    total = round(sum(known), 1) if known and len(known) == len(found) else None
    yield Check("memory_total", total, "MB", total is None or total < MEMORY_MB)
