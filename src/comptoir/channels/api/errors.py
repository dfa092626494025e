"""What the API itself refuses, before any room is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from comptoir.kit.limits import Verdict
from comptoir.kit.refusals import Refusal


class BodyUnreadable(Refusal):
    code = "body_unreadable"
    status = 400
    sentence = _("The body is not JSON that can be read. Send an object with Content-Type: application/json.")


class KeyMissing(Refusal):
    code = "key_missing"
    status = 401
    sentence = _("Send a key in the header Authorization: Bearer ck_…")


class KeyUnknown(Refusal):
    code = "key_unknown"
    status = 401
    sentence = _("This key is not known or was revoked. Check it, or send none to act as a guest.")


class ScopeMissing(Refusal):
    """`scope` is what the key would need."""

    code = "scope_missing"
    status = 403
    sentence = _("This key does not have the scope %(scope)s. Use another key or have one issued.")

    def __init__(self, *, scope: str) -> None:
        super().__init__(scope=scope)


class AddressUnknown(Refusal):
    code = "address_unknown"
    status = 404
    sentence = _("There is nothing at this address. The documentation lists all of them.")


class MethodNotAllowed(Refusal):
    """`allowed` are the methods of this address."""

    code = "method_not_allowed"
    status = 405
    sentence = _("This address does not answer this method. It answers: %(allowed)s.")

    def __init__(self, *, allowed: str) -> None:
        super().__init__(allowed=allowed)


class BodyTooLarge(Refusal):
    """`limit` in bytes."""

    code = "body_too_large"
    status = 413
    sentence = _("The body is larger than %(limit)s bytes. Send less at once.")

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit=limit)


class InternalError(Refusal):
    code = "internal_error"
    status = 500
    sentence = _("Something went wrong on our side. It was logged; try again with the same Idempotency-Key.")


class Unavailable(Refusal):
    code = "unavailable"
    status = 503
    sentence = _("This cannot be answered right now. Try again in a moment with the same Idempotency-Key.")


class TooManyCalls(Refusal):
    """`policy` is key or address; `wait` the seconds after which the next call is let through."""

    code = "too_many_calls"
    status = 429
    sentence = _("Too many calls. Wait %(wait)s seconds, and read the RateLimit headers to keep below the limit.")

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(policy=verdict.limit.name, wait=verdict.wait)
        self.verdict = verdict
