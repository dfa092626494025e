"""What invoicing refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class SellerUnknown(Refusal):
    """The legal entity has no complete identity yet: an invoice without it would be void."""

    code = "seller_unknown"
    sentence = _("The company “%(legal_entity)s” has no complete legal identity. Complete it, then issue again.")

    def __init__(self, *, legal_entity: str) -> None:
        super().__init__(legal_entity=legal_entity)


class AlreadyInvoiced(Refusal):
    code = "already_invoiced"
    sentence = _("The invoice is already issued. Ask us to correct it: a credit note and a new invoice are made.")


class NothingToCorrect(Refusal):
    code = "nothing_to_correct"
    sentence = _("Nothing is invoiced for this order, so nothing can be corrected.")


class DraftWrong(Exception):
    """The sums of a document break a rule of EN 16931: a bug of ours, so nothing is issued."""
