"""What people allow: their visits' use, letters, messages and calls."""

from __future__ import annotations

from typing import Annotated, Literal

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.consent import ChoiceIn, ChoiceOut, LetterIn, PermissionOut, ReplyIn, ReplyOut
from comptoir.consent import facade as consent
from comptoir.consent.contracts import API

router = Router(tags=["consent"])
WRITE = Bearer("baskets:write")


@router.post("/choices", response={201: ChoiceOut}, auth=WRITE, summary="Keep what somebody allows")
def choose_purposes(request: ApiRequest, body: ChoiceIn, key: Key) -> tuple[int, ChoiceOut]:
    """Their answer to every purpose, as its own proof; a withdrawal is a later choice. Say what was granted in
    `Comptoir-Consent` with each call from then on, and the device in `Comptoir-Visitor`."""
    call = once(request, key, body)
    choice_id = consent.choose(
        body.purposes, request.context, means=API, visitor=body.visitor, text_version=body.text_version,
        idempotency_key=call,
    )  # fmt: skip
    return 201, ChoiceOut(id=choice_id)


@router.post("/newsletter", response={202: None}, auth=WRITE, summary="Ask for the letter")
def ask_for_letter(request: ApiRequest, body: LetterIn, key: Key) -> tuple[int, None]:
    """The address gets one message with a question, and counts when its owner says yes. The answer is the same for
    every address."""
    call = once(request, key, body)
    consent.ask_email(body.email, request.context, wording=body.wording, means=API, idempotency_key=call)
    return 202, None


@router.post("/message-replies", response=ReplyOut, auth=Bearer("customers:write"), summary="Hear a STOP")
def hear_reply(request: ApiRequest, body: ReplyIn, key: Key) -> ReplyOut:
    """For the gateway that sends messages to telephones: what came back to it."""
    call = once(request, key, body)
    stopped = consent.hear_reply(body.phone, body.text, request.context, idempotency_key=call)
    return ReplyOut(stopped=stopped)


@router.get(
    "/message-permission", response=PermissionOut, auth=Bearer("customers:read"), summary="Whether one may write"
)
def read_permission(
    request: ApiRequest,
    to: Annotated[str, Query(max_length=254)],
    channel: Literal["email", "sms", "call"],
    similar: bool = False,
) -> PermissionOut:
    """The question before each message and each call that sells something, now: consent, hours and limits of calls.
    With `similar` it is about goods like those that were bought."""
    found = consent.may_write(to, channel, request.context.now, similar=similar)
    return PermissionOut(allowed=found.allowed, why=found.why)
