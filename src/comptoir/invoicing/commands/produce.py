from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.db import transaction

from comptoir.invoicing import queries
from comptoir.invoicing.contracts import DocumentInfo, PrintedInfo
from comptoir.invoicing.documents import check, cii, pdf
from comptoir.invoicing.models import ElectronicForm, PrintedForm
from comptoir.kit.text import LOCALES
from comptoir.org import facade as org


def produce(document_id: UUID, *, now: datetime) -> bool:
    """Make the XML, check it by XSD and Schematron, keep what they said, and print the document in every language.

    For the worker. Answers whether the XML is valid; made again, the check is made again. Refuses NotFound.
    """
    document = queries.get(document_id)
    xml = cii.xml(document)
    found = check.findings(xml)
    kept = {"xml": xml, "sha256": _digest(xml), "valid": not found, "findings": found, "checked_at": now}
    with transaction.atomic(durable=True):
        ElectronicForm.objects.update_or_create(document_id=document_id, defaults=kept)
    for locale in LOCALES:
        print_document(document_id, locale=locale, now=now)
    return not found


def print_document(document_id: UUID, *, locale: str, now: datetime) -> PrintedInfo:
    """The PDF in a language: the one that was made before, else it is made now and kept. Refuses NotFound."""
    document = queries.get(document_id)
    kept = PrintedForm.objects.filter(document_id=document_id, locale=locale).first()
    if kept is not None:
        return PrintedInfo(pdf=bytes(kept.pdf), sha256=kept.sha256, name=_name(document))
    made = pdf.pdf(document, electronic_form(document), locale=locale, brand=_brand(document))
    row = PrintedForm(document_id=document_id, locale=locale, pdf=made, sha256=_digest(made), made_at=now)
    with transaction.atomic(durable=True):
        PrintedForm.objects.bulk_create([row], ignore_conflicts=True)  # somebody else may have printed it meanwhile
    return PrintedInfo(pdf=made, sha256=row.sha256, name=_name(document))


def electronic_form(document: DocumentInfo) -> bytes:
    """The XML that was checked, or the same before it was: it follows from the document alone."""
    kept = queries.electronic(document.id)
    return kept.xml if kept else cii.xml(document)


def _name(document: DocumentInfo) -> str:
    return f"{document.number}.pdf"


def _brand(document: DocumentInfo) -> str:
    face = org.storefronts().get(document.storefront)
    return face.name if face else document.seller.name


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
