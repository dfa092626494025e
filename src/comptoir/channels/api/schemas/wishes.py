"""Requests for a message when something is back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from comptoir.catalog.contracts import VariantName
from comptoir.channels.api.schemas.parts import Answer, NeededLine, Request, Text
from comptoir.wishes.contracts import Demand


class WaitIn(Request):
    article: NeededLine
    email: Annotated[Text, Field(min_length=3, max_length=254)]


class WaitOut(Answer):
    """`token` ends the request; it is empty when one for this address stood already: the message has it."""

    token: str


class DemandOut(Answer):
    """`waiting` people want one message when the article is back; the first of them `since`."""

    external_id: str
    sku: str
    waiting: int
    since: datetime

    @staticmethod
    def of(demand: Demand, name: VariantName) -> DemandOut:
        return DemandOut(external_id=name.external_id, sku=name.sku, waiting=demand.waiting, since=demand.since)
