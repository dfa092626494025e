"""What granian loads in the collector's process, which ends with the one that started it."""

import signal

from django.conf import settings

from comptoir.channels.collector.desk import Desk
from comptoir.channels.collector.http import Collector
from comptoir.project import database
from comptoir.project.kin import end_with_parent

application = Collector(Desk(database.url()), behind_proxy=settings.TRUSTS_PROXY)

end_with_parent(by=signal.SIGKILL)
