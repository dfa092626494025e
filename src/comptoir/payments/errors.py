from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class TenderUnknown(Refusal):
    code = "tender_unknown"
    status = 422
    sentence = _("This means of payment is not offered here. Please choose another.")


class NothingToAuthenticate(Refusal):
    code = "nothing_to_authenticate"
    status = 409
    sentence = _("This payment waits for nothing any more. Look at your order to see where it stands.")


class NothingToRefund(Refusal):
    code = "nothing_to_refund"
    status = 409
    sentence = _("There is no payment of this amount to give back.")
