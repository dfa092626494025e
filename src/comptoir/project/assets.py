"""Style sheets, scripts and fonts, gathered where the web server finds them, with names that change with content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Addresses(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """A page asks for two dozen addresses, which stay what they are as long as the gathered files do."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:
        if (known := self._known.get(name)) is None:
            known = self._known[name] = super().url(name, force)
        return known

    def post_process(self, *args: Any, **options: Any) -> Iterator[Any]:
        yield from super().post_process(*args, **options)
        self._known.clear()


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
