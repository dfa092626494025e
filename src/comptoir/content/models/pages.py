"""The brand's pages. Wagtail keeps, drafts, schedules and translates them; the storefront shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import Page, PagePermissionTester

from comptoir.content.fields import BodyField
from comptoir.content.models.told import Seen, Told
from comptoir.content.page_forms import BrandPageForm
from comptoir.content.rules import SEGMENT
from comptoir.journal.contracts import Word
from comptoir.journal.vocabulary import content as words
from comptoir.segments import facade as segments

EVERYTHING = "everything"


class Tester(PagePermissionTester):
    """What shoppers see is not deleted or moved from under them: it is taken offline first, which the journal tells."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        shown = self.page.get_descendants(inclusive=True).live().exists()
        return not shown and super().can_delete(ignore_bulk)


class BrandPage(Told, Page):  # type: ignore[django-manager-missing]
    """What all pages have: a first sentence, a picture, a body of blocks."""

    lead = models.TextField(
        _("first sentence"), max_length=400, blank=True,
        help_text=_("Under the title, in lists of pages, and in search engines where no description is given."),
    )  # fmt: skip
    cover = models.ForeignKey(
        "content.Picture", on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("picture"), help_text=_("Beside the title, and where other pages lead here."),
    )  # fmt: skip
    body = BodyField(blank=True, verbose_name=_("blocks"))

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("lead"), FieldPanel("cover"), FieldPanel("body")]
    settings_panels: ClassVar = [
        PublishingPanel(
            help_text=_(
                "Two steps: save the dates here; then, at the foot of the page, open the menu beside “Save draft” and "
                "choose “Schedule to publish”."
            )
        ),
        *Page.settings_panels[1:],
    ]
    base_form_class = BrandPageForm
    seen_fields = ("live_revision_id", "url_path")
    is_creatable = False
    # Everybody may read what is published, and the whole-page memory gives it to everybody: Wagtail's button for
    # private pages would promise what the storefront does not keep.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """Its address below the language's: empty for a home page, else `guides/linen/`."""
        return self.url_path.split("/", 2)[2]

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The storefront answers here, not Wagtail."""
        found = super().get_url_parts(request)
        if found is None:
            return None
        return found[0], settings.PUBLIC_ADDRESS, f"/{self.locale.language_code}/{self.place}"

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return Tester(user, self)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        reader, somebody = get_language() or "fr", _("As somebody of “%(segment)s”")
        segmented = [
            (SEGMENT + each.code, somebody % {"segment": each.name.read(reader)}) for each in segments.listed()
        ]
        return [("", _("As everybody sees it")), (EVERYTHING, _("With what is for some only")), *segmented]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """By the storefront, which the settings name: this room knows no channel."""
        segment = mode_name.removeprefix(SEGMENT) if mode_name.startswith(SEGMENT) else ""
        response: HttpResponse = import_string(settings.CONTENT_PREVIEW)(
            request, self, everything=mode_name == EVERYTHING, segment=segment
        )
        return response

    def tell(self, before: Seen, after: Seen) -> list[Word]:
        if before == after:
            return []
        what = {"page_id": self.pk, "kind": kind_of(self), "locale": self.locale.language_code, "path": self.place}
        if after is not None:
            return [words.PagePublished(**what, revision_id=after[0])]
        return [words.PageUnpublished(**what, expired=self.expired)]


BELOW_HOME: Sequence[str] = ("content.HomePage",)


class HomePage(BrandPage):
    """The first page of a storefront in a language; there is one of each. Without blocks the storefront shows its own
    home: what is new, and the aisles."""

    storefront = models.CharField(_("storefront"), max_length=40, editable=False)

    parent_page_types: ClassVar = ["wagtailcore.Page"]
    max_count = 0  # made with the storefront, never by hand

    class Meta:
        verbose_name = _("home page")


class LandingPage(BrandPage):
    parent_page_types: ClassVar = [*BELOW_HOME, "content.LandingPage"]
    is_creatable = True
    page_description = _("For an offer, a season or a launch: pictures, texts and products in your order.")

    class Meta:
        verbose_name = _("campaign page")


class StoryPage(BrandPage):
    parent_page_types: ClassVar = [*BELOW_HOME]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True
    page_description = _("A text to read: the house, a craft, a person.")

    class Meta:
        verbose_name = _("story")


class LookBookPage(BrandPage):
    parent_page_types: ClassVar = [*BELOW_HOME]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True
    page_description = _("Large pictures, with the products that are in them.")

    class Meta:
        verbose_name = _("look-book")


class GuideIndexPage(BrandPage):
    parent_page_types: ClassVar = [*BELOW_HOME]
    subpage_types: ClassVar = ["content.GuidePage"]
    is_creatable = True
    page_description = _("Gathers the guides: they are written below it.")

    class Meta:
        verbose_name = _("list of guides")


class GuidePage(BrandPage):
    parent_page_types: ClassVar = ["content.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True
    page_description = _("Answers one question: how to choose, how to look after.")

    class Meta:
        verbose_name = _("guide")


class HelpPage(BrandPage):
    parent_page_types: ClassVar = [*BELOW_HOME]
    subpage_types: ClassVar[list[str]] = []
    is_creatable = True
    page_description = _("What shoppers ask about ordering, delivery and returns.")

    class Meta:
        verbose_name = _("help page")


KINDS: dict[type[BrandPage], str] = {
    HomePage: "home",
    LandingPage: "campaign",
    StoryPage: "story",
    LookBookPage: "look-book",
    GuideIndexPage: "guides",
    GuidePage: "guide",
    HelpPage: "help",
}


def kind_of(page: BrandPage) -> str:
    return KINDS[type(page)]
