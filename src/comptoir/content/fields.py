"""The body of a page."""

from __future__ import annotations

from typing import Any

from wagtail.fields import StreamField

from comptoir.content.blocks import body_blocks


class BodyField(StreamField):
    """Blocks of a page. Migrations see JSON alone: which blocks there are changes no table, and to build them for each
    type of page in each migration took seconds."""

    def __init__(self, block_types: Any = None, **kwargs: Any) -> None:
        super().__init__(body_blocks() if block_types is None else block_types, **kwargs)

    def deconstruct(self) -> Any:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs
