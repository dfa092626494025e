"""Pictures as a page shows them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.files.storage import default_storage

from comptoir.catalog.contracts import Picture
from comptoir.kit.text import Localised


def picture(
    file: str, alt: Mapping[str, str], name: Localised, variant_id: UUID | None = None
) -> Picture:
    """The picture in our own storage, or one without source while it was not fetched; the name stands for a
    missing alternative text."""
    source = default_storage.url(file) if file else ""
    return Picture(source=source, alt=Localised(alt) or name, variant_id=variant_id)
