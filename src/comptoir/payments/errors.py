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


class TendersDoNotAddUp(Refusal):
    """`total` is what has to be paid, in minor units of `currency`."""

    code = "tenders_do_not_add_up"
    status = 422
    sentence = _("The means of payment together do not make the total. Look at what is left to pay, then order again.")


class TooManyTenders(Refusal):
    """`limit` is how many means may pay one order at once."""

    code = "too_many_tenders"
    status = 422
    sentence = _("An order is paid by %(limit)s means at most. Leave one out.")
