"""What granian loads in each of its workers: the site, ending with the process that started the worker."""

import gc
import signal

from django.conf import settings

from comptoir.project import wsgi
from comptoir.project.kin import end_with_parent
from comptoir.project.whole_pages import WholePages

application = WholePages(wsgi.application, settings.PAGE_MEMORY)

# A request makes some thousands of objects, and hardly a cycle among them.
gc.set_threshold(20_000, 10, 10)

# By SIGKILL: asked to end while it answers, granian 2.8 can wait for a thread that waits for the interpreter's lock,
# which it holds itself. What was not committed is rolled back, and the caller sends the request again.
end_with_parent(by=signal.SIGKILL)
