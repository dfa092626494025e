"""Invoicing's door."""

from comptoir.invoicing.commands.issue import issue_anew, issue_due
from comptoir.invoicing.commands.name_company import name_company
from comptoir.invoicing.commands.produce import electronic_form, print_document, produce
from comptoir.invoicing.commands.send_again import send_again
from comptoir.invoicing.numbering import check, rejected
from comptoir.invoicing.queries import (
    DocumentFilter,
    company_of,
    credit_notes_of,
    electronic,
    find,
    get,
    matching,
    of_order,
    vat_totals,
)

__all__ = [
    "DocumentFilter",
    "check",
    "company_of",
    "credit_notes_of",
    "electronic",
    "electronic_form",
    "find",
    "get",
    "issue_anew",
    "issue_due",
    "matching",
    "name_company",
    "of_order",
    "print_document",
    "produce",
    "rejected",
    "send_again",
    "vat_totals",
]
