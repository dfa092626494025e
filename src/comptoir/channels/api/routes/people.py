"""People: who an identifier is, and what may be read of them for a purpose that is named."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once
from comptoir.channels.api.schemas.parts import Line, PageSize, Short
from comptoir.channels.api.schemas.people import DecidedIn, DuplicateOut, FoundOut, LikenessOut, LinkIn, ProfileOut
from comptoir.duplicates import facade as duplicates
from comptoir.kit.refusals import NotFound
from comptoir.profiles import facade as profiles

router = Router(tags=["people"])
READ = Bearer("people:read")
WRITE = Bearer("customers:write")


@router.get("/people", response=FoundOut, auth=READ, summary="Find a person")
def find_person(
    request: ApiRequest,
    identifier: Annotated[
        Line, Query(description="kind:value, such as visitor:…, customer:…, user:…; of an e-mail its pseudonym")
    ],
) -> FoundOut:
    """Whose an identifier is now. After people became one, or came apart, the answer is another id."""
    kind, _, value = identifier.partition(":")
    person_id = profiles.person_of(kind, value)
    if person_id is None:
        raise NotFound()
    return FoundOut(id=str(person_id))


@router.get("/people/{person_id}", response=ProfileOut, auth=READ, summary="Read a person")
def read_person(
    request: ApiRequest,
    person_id: UUID,
    purpose: Annotated[Short, Query(description="service, or what the person allows: measurement, personalisation, …")],
    channel: Short = "",
    older: Annotated[Line, Query("", description="from the answer before, to go on with what happened earlier")] = "",
    size: PageSize = 50,
) -> ProfileOut:
    """For the purpose alone that is named: refused when the person does not allow it. `service` shows what their orders
    need."""
    return ProfileOut.of(profiles.read(person_id, purpose, channel=channel, older=older, limit=size))


@router.get("/duplicates", response=list[DuplicateOut], auth=READ, summary="List records that look alike")
def list_duplicates(
    request: ApiRequest,
    state: Literal["", "open", "same", "different"] = "open",
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    size: PageSize = 50,
) -> list[DuplicateOut]:
    """Pairs of customers, the likeliest first, with what each field says; never what stands in it."""
    return [DuplicateOut.of(each) for each in duplicates.duplicates(state, limit=size, offset=offset)]


@router.get("/likeness", response=LikenessOut, auth=READ, summary="Compare two records")
def compare_records(
    request: ApiRequest,
    one: Annotated[UUID, Query(description="a customer")],
    other: Annotated[UUID, Query(description="another customer")],
) -> LikenessOut:
    """What speaks for it and against it that two customers are one person, be they found by a search or not."""
    return LikenessOut.of([str(one), str(other)], duplicates.likeness(one, other))


@router.post("/duplicates", response=DuplicateOut, auth=WRITE, summary="Link two records by hand")
def link_records(request: ApiRequest, body: LinkIn, key: Key) -> DuplicateOut:
    """A person found that two customers are one, and says why. Like a pair that was found and decided: the records stay
    two, each with its own consents and rights, and the decision `open` takes it back."""
    context, call = request.context, once(request, key, body)
    one, other = body.customers
    pair = duplicates.link_records(
        one, other, reason=body.reason, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return DuplicateOut.of(duplicates.duplicate(pair))


@router.get("/duplicates/{duplicate_id}", response=DuplicateOut, auth=READ, summary="Read a pair that looks alike")
def read_duplicate(request: ApiRequest, duplicate_id: UUID) -> DuplicateOut:
    return DuplicateOut.of(duplicates.duplicate(duplicate_id))


@router.post("/duplicates/{duplicate_id}/decision", response=DuplicateOut, auth=WRITE, summary="Decide a pair")
def decide_duplicate(request: ApiRequest, duplicate_id: UUID, body: DecidedIn, key: Key) -> DuplicateOut:
    """What a person decided: one person, or two; `open` takes it back. The records stay two, each with its own
    consents and rights."""
    context, call = request.context, once(request, key, body)
    duplicates.decide_duplicate(
        duplicate_id, body.decision, reason=body.reason, origin=context.origin(), now=context.now, idempotency_key=call
    )
    return DuplicateOut.of(duplicates.duplicate(duplicate_id))
