"""Style sheets, scripts and fonts, gathered where the web server finds them, with names that change with content."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def gather() -> bool:
    """Gather the files into STATIC_ROOT unless those of today are there; says whether it had to.

    The mark is written last: what was interrupted is done again.
    """
    mark = Path(settings.STATIC_ROOT) / "gathered"
    today = _fingerprint()
    if mark.exists() and mark.read_text() == today:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(today)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(["CVS", ".*", "*~"]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
