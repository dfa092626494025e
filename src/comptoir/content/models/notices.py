"""Texts that stand on several pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PublishingPanel
from wagtail.models import DraftStateMixin, RevisionMixin

from comptoir.content.blocks import TEXT
from comptoir.content.models.told import Seen, Told
from comptoir.content.rules import BAR, NOTICE_PLACES
from comptoir.journal.contracts import Word
from comptoir.journal.vocabulary import content as words
from comptoir.kit.text import LOCALES


class Notice(Told, DraftStateMixin, RevisionMixin, models.Model):
    """Written once, in both languages side by side; shown above every page, or where a page's block names it."""

    name = models.CharField(_("name"), max_length=80, help_text=_("For the staff; shoppers do not see it."))
    place = models.CharField(_("where it stands"), max_length=10, choices=NOTICE_PLACES, default=BAR)
    text_fr = models.TextField(_("text in French"), max_length=400)
    text_en = models.TextField(_("text in English"), max_length=400)
    address_fr = models.CharField(_("leads to, in French"), max_length=300, blank=True)
    address_en = models.CharField(_("leads to, in English"), max_length=300, blank=True)

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("place"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("text_fr"), FieldPanel("text_en")])], heading=TEXT),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("address_fr"), FieldPanel("address_en")])],
            heading=_("Leads to"), help_text=_("An address of the shop, such as /fr/rayon/table/; may stay empty."),
        ),
        PublishingPanel(),
    ]  # fmt: skip

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        asked = {f"address_{locale}": getattr(self, f"address_{locale}") for locale in LOCALES}
        wrong = [name for name, value in asked.items() if value and (value[:1] != "/" or value[:2] in ("//", "/\\"))]
        if wrong:
            raise ValidationError(dict.fromkeys(wrong, _("Write an address of the shop: it begins with /.")))

    def tell(self, before: Seen, after: Seen) -> list[Word]:
        if before == after:
            return []
        said = words.NoticePublished if after else words.NoticeUnpublished
        return [said(notice_id=self.pk, place=self.place)]

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """What is shown is taken offline first, so that the journal tells it."""
        if self.live:
            self.unpublish()
        return super().delete(*args, **kwargs)
