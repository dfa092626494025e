"""Choices about visits, letters and messages."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Request, Text

Words = Annotated[Text, Field(min_length=1, max_length=1000)]
Address = Annotated[Text, Field(min_length=3, max_length=254)]


class ChoiceIn(Request):
    """`purposes` are those that were granted, all others were refused; `text_version` names the words that were read,
    `visitor` the id of the device, where measurement was granted or had been."""

    purposes: list[Literal["measurement", "personalisation", "marketing"]]
    text_version: Annotated[Text, Field(min_length=1, max_length=40)]
    visitor: Annotated[str, Field(pattern=r"^[!-~]{1,100}$")] | None = None


class ChoiceOut(Answer):
    """`id` is that of its proof: keep it with the choice."""

    id: UUID


class LetterIn(Request):
    """`wording` is what the person read beside the field: it is kept as part of the proof."""

    email: Address
    wording: Words


class ReplyIn(Request):
    """What came back from a telephone: the number it came from, and what it says."""

    phone: Address
    text: Annotated[Text, Field(min_length=1, max_length=1000)]


class ReplyOut(Answer):
    """Whether it said STOP: then no more messages go to this number."""

    stopped: bool


class PermissionOut(Answer):
    """`why` is consented, similar_products, never_asked, not_confirmed, withdrawn, out_of_hours, called_enough or
    refused_lately."""

    allowed: bool
    why: str
