"""People: who an identifier is, and what may be read of them for a purpose that is named."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from ninja import Query, Router

from comptoir.channels.api.access import ApiRequest, Bearer
from comptoir.channels.api.schemas.parts import Line, PageSize, Short
from comptoir.channels.api.schemas.people import FoundOut, ProfileOut
from comptoir.kit.refusals import NotFound
from comptoir.profiles import facade as profiles

router = Router(tags=["people"])
READ = Bearer("people:read")


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
