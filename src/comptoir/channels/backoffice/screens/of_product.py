"""What the pages about one product share."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.functional import cached_property

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.channels.backoffice import access


def record(product_id: UUID) -> ProductRecord:
    """Not found for one that is not there."""
    found = catalog.products([product_id]).get(product_id)
    if found is None:
        raise Http404
    return found


class OfProduct:
    """The product that the address names, and its name under the page's title."""

    kwargs: dict[str, Any]

    @cached_property
    def product(self) -> ProductRecord:
        return record(self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.product.name.read(access.locale())
