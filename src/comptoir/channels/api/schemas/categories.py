"""The order of categories, as programs of the merchant set it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from comptoir.channels.api.schemas.parts import Line, NeededLine, Request


class OrderOfCategoriesIn(Request):
    """`below` is the slug of a category, empty for the roots; `categories` are slugs of those just below it."""

    below: Line = ""
    categories: Annotated[list[NeededLine], Field(min_length=1, max_length=500)]
