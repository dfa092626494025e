"""Pages that are at another address now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponsePermanentRedirect

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.visits import shopper


def elsewhere(request: HttpRequest, kind: str, slug: str) -> HttpResponsePermanentRedirect:
    """To where the product or category is today, with what was asked of it. Refuses NotFound where it never was."""
    locale = shopper(request).locale
    path = address(kind, locale, slug=catalog.moved(kind, slug, locale).read(locale))
    asked = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{asked}" if asked else path)
