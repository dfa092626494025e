"""What granian loads in the collector's processes, which end with the one that started it."""

import gc
import signal
from functools import partial

from django.conf import settings

from comptoir.channels.collector.desk import Desk
from comptoir.channels.collector.http import Collector
from comptoir.project import database, heartbeat
from comptoir.project.kin import REPORTERS_BACK, end_with_parent, step_backend_back

# Each statement has 15 s and each lock 5 s: a write that takes longer waits for a database that is no longer there.
WRITE_SECONDS = 600.0

pulse = heartbeat.mine or heartbeat.Pulse()  # of who forked us, where somebody looks
desk = Desk(
    database.url(), opened=partial(step_backend_back, steps=REPORTERS_BACK),
    at_work=partial(pulse.step, "write", WRITE_SECONDS),
)  # fmt: skip
application = Collector(desk, behind_proxy=settings.TRUSTS_PROXY)
heartbeat.beat_in_a_thread(pulse)

# What is made for an event goes with it and has no cycles: looking for them after each seven hundred is for nothing.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
end_with_parent(by=signal.SIGKILL)
