"""What granian loads in the collector's processes, which end with the one that started it."""

import gc
import signal
from functools import partial

from django.conf import settings

from comptoir.channels.collector.desk import Desk
from comptoir.channels.collector.http import Collector
from comptoir.project import database
from comptoir.project.kin import REPORTERS_BACK, end_with_parent, step_backend_back

desk = Desk(database.url(), opened=partial(step_backend_back, steps=REPORTERS_BACK))
application = Collector(desk, behind_proxy=settings.TRUSTS_PROXY)

# What is made for an event goes with it and has no cycles: looking for them after each seven hundred is for nothing.
gc.freeze()
gc.set_threshold(50_000, 20, 20)
end_with_parent(by=signal.SIGKILL)
