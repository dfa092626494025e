"""Pictures and documents that the shop keeps, as files. In the open, the proxy or the storage serves them itself."""

from __future__ import annotations

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe
from django.views.static import serve

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.views.errors import refused
from comptoir.feeds import facade as feeds
from comptoir.kit import raster
from comptoir.kit.refusals import NotFound
from comptoir.project.ranges import ranged

NEVER_CHANGES = "products/"  # each of these has a name that no other content will ever have
YEAR = "public, max-age=31536000, immutable"
_compressed = gzip_page(serve)


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """The file at `path`. A drawing goes compressed, a quarter of its size. Nothing here may run or load anything but a
    film itself; a PDF is shown by the browser's own reader, which no sandbox lets start."""
    drawing = path.endswith(".svg")
    give = _compressed if drawing else serve
    response: HttpResponseBase = give(request, path, document_root=str(settings.MEDIA_ROOT))
    response = response if drawing else ranged(request, response)
    if not path.lower().endswith(".pdf"):
        response["Content-Security-Policy"] = "default-src 'none'; media-src 'self'; img-src 'self'; sandbox"
    if path.startswith(NEVER_CHANGES):
        response["Cache-Control"] = YEAR
    return response


@require_safe
def feed(request: HttpRequest, name: str, extension: str) -> HttpResponseBase:
    """What a channel reads. Whoever knows a secret address may read it; nobody lists it."""
    try:
        path, content_type = feeds.feed_file(name, extension)
    except NotFound as missing:
        return refused(request, missing)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return FileResponse(path.open("rb"), content_type=content_type, headers=headers)


@require_safe
def rendition(request: HttpRequest, size: str, name: str, form: str) -> HttpResponseBase:
    """A product's picture as PNG, JPEG or WebP. The address names the content, so it may be kept for a year."""
    try:
        path = catalog.rendition(name, size, form)
    except NotFound as missing:
        return refused(request, missing)
    except raster.Busy:
        return HttpResponse(status=503, headers={"Retry-After": "10"})
    return FileResponse(path.open("rb"), headers={"Cache-Control": YEAR})
