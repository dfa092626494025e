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


class StoredValueUnknown(Refusal):
    code = "stored_value_unknown"
    status = 422
    sentence = _("This code is not known here. Check it, with its four groups of four characters.")


class StoredValueUnusable(Refusal):
    """`why` is blocked, expired, currency or legal_entity."""

    code = "stored_value_unusable"
    status = 422
    sentence = _("This card can no longer be used for this order. Choose another means of payment.")


class StoredValueShort(Refusal):
    """`available` and `wanted` are minor units of `currency`."""

    code = "stored_value_short"
    status = 409
    sentence = _("There is less on this card than was shown. Look at what is left to pay, then order again.")


class TooManyTries(Refusal):
    code = "too_many_tries"
    status = 429
    sentence = _("Too many unknown codes were tried. Wait an hour, then try again.")


class RefundNotRefused(Refusal):
    code = "refund_not_refused"
    status = 409
    sentence = _("This refund was not refused, or it was already tried again. Reload the order.")


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


class NotGenuine(Refusal):
    """The signature of an incoming event is missing, wrong or too old. Says no more, so that nobody learns from it."""

    code = "not_genuine"
    status = 401
    sentence = _("This event is not signed as it must be.")


class ProviderUnknown(Refusal):
    code = "provider_unknown"
    status = 404
    sentence = _("No such provider sends events here.")


class EventUnreadable(Refusal):
    code = "event_unreadable"
    status = 400
    sentence = _("The event is signed, but it cannot be read.")
