"""The PDF: made by typst from data, PDF/A-3 with the XML inside, tagged (PDF/UA-1), the same bytes every time."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from comptoir.invoicing.contracts import DocumentInfo
from comptoir.invoicing.documents import facturx, layout

TEMPLATE = Path(__file__).with_name("invoice.typ")
STANDARDS: Any = ["a-3a", "ua-1"]
# What the fonts inside typst surely draw: Latin, Greek, Cyrillic, punctuation, currencies.
DRAWABLE = re.compile("[^\u0020-\u007e\u00a0-\u024f\u0386-\u03ce\u0400-\u045f\u2010-\u2027\u202f\u20ac\u2212]")
NOT_DRAWN = "?"


def pdf(document: DocumentInfo, xml: bytes, *, locale: str, brand: str) -> bytes:
    """The document for people, in one language, with `xml` attached."""
    data = layout.data(document, locale=locale, brand=brand) | {"xml": xml.decode()}
    try:
        made = _compile(data, document)
    except typst.TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        # An archive may not hold signs without a shape: they are replaced for the eye, and whole in the XML.
        made = _compile(layout.replaced(data, DRAWABLE, NOT_DRAWN), document)
    return facturx.marked(made)


def _compile(data: dict[str, object], document: DocumentInfo) -> bytes:
    noon = datetime(document.issued_on.year, document.issued_on.month, document.issued_on.day, 12, tzinfo=UTC)
    made = typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=STANDARDS,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(noon.timestamp()),
    )
    return bytes(made)
