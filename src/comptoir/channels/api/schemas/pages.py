"""The brand's pages as other fronts read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from comptoir.channels.api.schemas.parts import Answer
from comptoir.content.contracts import Block, PageLink, ShownPage


class PictureOut(Answer):
    """`srcset` is empty for a drawing, which fits every size."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    credit: str

    @staticmethod
    def of(told: Mapping[str, Any] | None) -> PictureOut | None:
        return PictureOut(**{name: told[name] for name in PictureOut.model_fields}) if told else None


class PageLinkOut(Answer):
    """`paths` are the page's addresses by language."""

    kind: str
    locale: str
    title: str
    lead: str
    path: str
    paths: dict[str, str]
    picture: PictureOut | None
    changed_at: datetime | None

    @staticmethod
    def of(link: PageLink) -> PageLinkOut:
        return PageLinkOut(
            kind=link.kind, locale=link.locale, title=link.title, lead=link.lead, path=link.path,
            paths=dict(link.paths), picture=PictureOut.of(link.picture), changed_at=link.changed_at,
        )  # fmt: skip


class PageOut(Answer):
    """`blocks` each have a "kind" and an "id"; what else they have follows from the kind: texts, "html" (safe to show),
    "products" (ids), "picture", "link". Ignore kinds that you do not know."""

    page: PageLinkOut
    description: str
    blocks: list[dict[str, Any]]
    above: list[PageLinkOut]
    below: list[PageLinkOut]

    @staticmethod
    def of(found: ShownPage) -> PageOut:
        return PageOut(
            page=PageLinkOut.of(found.link), description=found.description,
            blocks=[_block(each) for each in found.blocks], above=[PageLinkOut.of(each) for each in found.above],
            below=[PageLinkOut.of(each) for each in found.below],
        )  # fmt: skip


def _block(block: Block) -> dict[str, Any]:
    if block["kind"] != "pages":
        return dict(block)
    return {**block, "pages": [PageLinkOut.of(each).model_dump(mode="json") for each in block["pages"]]}
