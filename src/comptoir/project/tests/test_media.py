"""Files of the shop, as its own server gives them."""

from __future__ import annotations

import gzip

import pytest
from django.http import Http404
from django.test import RequestFactory

from comptoir.project.media import media

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg">' + b'<path d="M0 0h4v5z"/>' * 40 + b"</svg>"


def test_a_drawing_is_small_stays_for_a_year_and_cannot_act(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "products").mkdir()
    (tmp_path / "products" / "bowl.svg").write_bytes(DRAWING)
    (tmp_path / "logo.png").write_bytes(b"picture")
    ask = RequestFactory(headers={"accept-encoding": "gzip"}).get("/media/")

    drawing = media(ask, "products/bowl.svg")
    content = b"".join(drawing.streaming_content)
    assert gzip.decompress(content) == DRAWING and len(content) < len(DRAWING) / 2
    assert drawing["Content-Type"] == "image/svg+xml" and "immutable" in drawing["Cache-Control"]
    assert drawing["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert drawing["Content-Security-Policy"].endswith("; sandbox")

    picture = media(ask, "logo.png")
    assert "Content-Encoding" not in picture and "Cache-Control" not in picture
    (tmp_path / "page.html").write_bytes(b"<script>1</script>")
    assert media(ask, "page.html")["Content-Security-Policy"].endswith("; sandbox")
    assert "html" not in settings.WAGTAILDOCS_EXTENSIONS and "svg" not in settings.WAGTAILDOCS_EXTENSIONS
    with pytest.raises(Http404):
        media(ask, "products/none.svg")
