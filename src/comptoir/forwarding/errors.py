"""What forwarding refuses."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class DestinationAddressRefused(Refusal):
    code = "destination_address_refused"
    status = 422
    sentence = _("This address cannot be called (%(reason)s). It has to be https and on the public internet.")


class ProofMissing(Refusal):
    code = "proof_missing"
    status = 422
    sentence = _("Say what proves that it was erased there: the number of the request, the date of the answer.")
