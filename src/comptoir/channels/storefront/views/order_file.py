"""The file of a digital good, by the signed link of its order."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from comptoir.channels.storefront.visits import shopper
from comptoir.downloads import facade as downloads
from comptoir.orders import facade as orders


@require_GET
def order_file(request: HttpRequest, link: str, file: UUID) -> HttpResponse:
    """Never kept by a cache, never opened inside our own pages. Refuses LinkInvalid, NotFound, NothingToFetch,
    TooFast."""
    context = shopper(request)
    found = orders.by_link(link)
    taken = downloads.fetch(found.id, file, origin=context.origin(), now=context.now)
    kind = downloads.KINDS.get(downloads.ending(taken.name), "application/octet-stream")
    response = HttpResponse(taken.content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=taken.name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
