"""Mistakes of the code or of the operator around the journal, never shown to a shopper; and what webhooks refuse."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.refusals import Refusal


class OutsideTransaction(RuntimeError):
    """`append` was called without a transaction: the fact and its event could part."""


class ConsumerRefused(ValueError):
    """A consumer may not listen as declared: its purpose, its words or its name."""


class GenerationNotRaised(RuntimeError):
    """Rows carry transaction ids that this cluster has not reached: a dump was restored untold."""


class WebhookAddressRefused(Refusal):
    """`reason` is not_an_address, not_https, port, inside or unknown_host."""

    code = "webhook_address_refused"
    status = 422
    sentence = _(
        "This address cannot be called (%(reason)s). Give an https address on port 443 or 8443"
        " whose host is on the public internet."
    )


class RangeTooLarge(Refusal):
    """`limit` events at most are replayed at once."""

    code = "range_too_large"
    status = 422
    sentence = _("This span has more than %(limit)s events. Choose a shorter one.")


class CursorUnknown(Refusal):
    code = "cursor_unknown"
    status = 409
    sentence = _("This cursor is not one of ours, or is from before a restore. Compare both sides, then start anew.")
