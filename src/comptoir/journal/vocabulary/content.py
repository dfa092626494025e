"""Words of content: what the brand shows."""

from __future__ import annotations

from comptoir.journal.contracts import Word, word


@word("Page Published", subject=("page", "page_id"))
class PagePublished(Word):
    """Shoppers see this revision from now on; `path` is its address below the language's."""

    page_id: int
    kind: str
    locale: str
    path: str
    revision_id: int | None


@word("Page Unpublished", subject=("page", "page_id"))
class PageUnpublished(Word):
    """Shoppers no longer see it; `expired` when its own date ended it."""

    page_id: int
    kind: str
    locale: str
    path: str
    expired: bool


@word("Notice Published", subject=("notice", "notice_id"))
class NoticePublished(Word):
    """A text that stands on several pages was published, or published anew."""

    notice_id: int
    place: str


@word("Notice Unpublished", subject=("notice", "notice_id"))
class NoticeUnpublished(Word):
    notice_id: int
    place: str


@word("Theme Published", subject=("theme", "theme_id"))
class ThemePublished(Word):
    """The storefront looks like this from now on."""

    theme_id: int
    storefront: str


@word("Theme Unpublished", subject=("theme", "theme_id"))
class ThemeUnpublished(Word):
    """The storefront looks as it does without a theme."""

    theme_id: int
    storefront: str
