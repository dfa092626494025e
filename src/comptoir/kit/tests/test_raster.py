"""A picture is drawn once, one at a time, and what cannot be drawn is asked of the program once a day."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from comptoir.kit import raster
from comptoir.kit.raster import make

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 5"><rect width="4" height="5"/></svg>'


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    found: list[bytes] = []
    program = make._drawn

    def drawn(source: bytes, *size: object) -> bytes:
        found.append(source)
        return program(source, *size)  # type: ignore[arg-type]

    monkeypatch.setattr(make, "_drawn", drawn)
    return found


def test_what_cannot_be_drawn_is_remembered_for_a_day_in_every_size(tmp_path: Path, asked: list[bytes]) -> None:
    bad = b"<svg><<"
    for width in (40, 40, 60):
        with pytest.raises(raster.Unreadable):
            raster.kept(tmp_path, bad, width=width, form="png")
    assert asked == [bad] and raster.is_settled(tmp_path, bad, width=90, form="webp")
    (marker,) = tmp_path.rglob("*.failed")
    os.utime(marker, (0, 0))
    with pytest.raises(raster.Unreadable):
        raster.kept(tmp_path, bad, width=40, form="png")
    assert len(asked) == 2


def test_a_drawing_may_begin_with_a_declaration_or_a_comment(tmp_path: Path) -> None:
    for head in (b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a bowl -->\n', b"\n<!-- <svg> -->"):
        assert raster.kept(tmp_path, head + SVG, width=8, form="png").read_bytes().startswith(b"\x89PNG")


def test_the_machine_draws_one_at_a_time(tmp_path: Path) -> None:
    with open(tmp_path / "drawing.lock", "w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(raster.Busy):
            raster.kept(tmp_path, SVG, width=8, form="png", patience=0)
    first = raster.kept(tmp_path, SVG, width=8, form="png")
    with open(tmp_path / "drawing.lock", "w") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert raster.kept(tmp_path, SVG, width=8, form="png", patience=0) == first
