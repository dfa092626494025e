"""What a translator need not do by hand, and what is asked and said when a translation is published."""

from __future__ import annotations

from html import unescape

from wagtail.coreutils import find_available_slug
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from comptoir.content.page_forms import is_the_shops
from comptoir.kit.text import slugify


def translation_of(page: Page) -> Translation | None:
    """That by which this page is written; None for one that is written by itself."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()


def settle_address(translation: Translation, page: Page) -> None:
    """A translation whose address nobody translated takes it from its translated title: the original's would stand in
    the other language, and be counted as missing. Where shoppers know it already, its address stays."""
    segments = StringSegment.objects.filter(source_id=translation.source_id, context__path__in=("title", "slug"))
    found = {each.context.path: each for each in segments.annotate_translation(page.locale).select_related("context")}
    title, slug = found.get("title"), found.get("slug")
    if title is None or slug is None or slug.translation or not title.translation:
        return
    if address := page.slug if page.live else _free(slugify(unescape(title.translation)), page):
        # One that was refused is there, with the reason beside it: it is the translator's to change.
        StringTranslation.objects.get_or_create(
            translation_of_id=slug.string_id, locale=page.locale, context=slug.context, defaults={"data": address}
        )


def untranslated(translation: Translation) -> int:
    """How many texts would be published in the original's language."""
    total, done = translation.get_progress()
    return int(total) - int(done)


def _free(address: str, page: Page) -> str:
    """One that neither the shop nor a neighbour has; empty for an empty one."""
    parent = page.get_parent()
    if is_the_shops(address, parent):
        address += "-page"
    return address and str(find_available_slug(parent, address, ignore_page_id=page.pk))
