"""Answers of the collector that are no acceptance. SDKs read `code` and `message`; people read these in logs of
programs, so they are English only."""

from __future__ import annotations


class Answer(Exception):
    """`status` and `code` decide what an SDK does next: 429 and 503 are tried again, others never."""

    status = 400
    code = "malformed"
    message = "The body is not JSON of the tracking API."
    retry_after: int | None = None


class Malformed(Answer):
    pass


class TooLarge(Answer):
    status, code = 413, "too_large"
    message = "A request has at most 4 MB, and as much when it is unpacked."


class TooDense(Answer):
    status, code = 413, "too_many_values"
    message = "A request has at most 300,000 values."


class TooSlow(Answer):
    status, code = 408, "too_slow"
    message = "The body did not come in time. Send it again."


class KeyUnknown(Answer):
    status, code = 401, "write_key_unknown"
    message = "No active source has this write key."


class SecretShown(Answer):
    status, code = 403, "secret_in_address"
    message = "A server's secret is sent as the user of Basic, never in an address. Make a new one."


class OriginRefused(Answer):
    status, code = 403, "origin_refused"
    message = "This source does not take events from this web origin."


class NowhereHere(Answer):
    status, code = 404, "not_found"
    message = "There is no such address here."


class MethodRefused(Answer):
    status, code = 405, "method_not_allowed"
    message = "Events are sent by POST."


class Full(Answer):
    status, code, retry_after = 429, "too_many_requests", 1
    message = "More arrives than can be written. Send it again after Retry-After."


class NotNow(Answer):
    status, code, retry_after = 503, "unavailable", 2
    message = "The database does not answer. Send it again after Retry-After."


class EventRefused(Answer):
    """A single event that cannot be kept: its code says why."""

    message = "The event cannot be kept. See `code`."

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
