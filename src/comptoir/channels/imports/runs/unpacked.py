"""A kept file as one on the disk, for as long as it is read: the reader wants a path, and knows gzip."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory


@contextmanager
def unpacked(packed: bytes) -> Iterator[Path]:
    with TemporaryDirectory(prefix="comptoir-import-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(packed)
        yield path
