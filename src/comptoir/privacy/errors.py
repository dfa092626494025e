"""What the privacy centre refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class ErasureUnderway(Refusal):
    code = "erasure_underway"
    status = 409
    sentence = _("This person is being forgotten already.")


class ReceiptNotOurs(Refusal):
    code = "receipt_not_ours"
    status = 422
    sentence = _("This receipt was not signed by this house, or it was changed.")


class KnownPerson(Refusal):
    """Who is a customer or has an account is erased when they ask, with a record that they get."""

    code = "known_person"
    status = 409
    sentence = _("This person is a customer: they ask for their erasure from their account, or by writing to us.")
