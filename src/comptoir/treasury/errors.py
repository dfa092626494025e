from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class EventConflict(Refusal):
    """The same event id came before, saying something else."""

    code = "event_conflict"
    status = 409
    sentence = _("An event with this id was received before, and it said something else.")


class EventSettled(Refusal):
    code = "event_settled"
    status = 409
    sentence = _("This event was worked already. There is nothing to replay.")


class StatementUnreadable(Refusal):
    """`reason` is entities, not_xml, not_gzip, not_camt053, no_account, no_id or value."""

    code = "statement_unreadable"
    status = 422
    sentence = _("This is not an account statement that can be read (camt.053.001.02 or .08): %(reason)s.")


class StatementTooLarge(Refusal):
    code = "statement_too_large"
    status = 413
    sentence = _("The statement is too large: %(limit)s MB unpacked at most. Split it by day.")


class StatementForeign(Refusal):
    code = "statement_foreign"
    status = 422
    sentence = _("The account %(iban)s is none of yours. Add it to the bank accounts first, if it is.")


class EntryDecided(Refusal):
    code = "entry_decided"
    status = 409
    sentence = _("This movement was decided already. Reload it to see how.")


class EntryCannot(Refusal):
    code = "entry_cannot"
    status = 409
    sentence = _("This cannot be done with this movement: only money that came in can be assigned or returned.")


class OtherCurrency(Refusal):
    code = "other_currency"
    status = 409
    sentence = _("The money came in another currency than the order’s. Return it, or ask your bank.")


class ProviderSilent(Refusal):
    code = "provider_silent"
    status = 503
    sentence = _("The provider gives no answer now. Try again later.")


class DayNotOver(Refusal):
    code = "day_not_over"
    status = 409
    sentence = _("This day is not over yet. Its books are compared tomorrow.")
