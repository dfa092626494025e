"""The blocks that a page is made of. They hold ids and texts; what they show is read by `reading.py`."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from comptoir.content import films, rules
from comptoir.content.widgets import AudienceInput, GoodsInput

TEXT = pgettext_lazy("block", "Text")
MOST_PRODUCTS = 24
FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "blockquote"]
SORTS = [
    ("newest", _("newest first")),
    ("name", _("by name")),
    ("price", _("cheapest first")),
    ("-price", _("dearest first")),
]


class GoodsBlock(blocks.FieldBlock):
    """Ids of products, in the order in which they are shown."""

    kind, many = "product", True

    def __init__(self, required: bool = True, help_text: Any = "", **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=required, help_text=help_text, widget=GoodsInput(kind=self.kind, many=self.many)
        )
        super().__init__(**kwargs)

    def value_from_form(self, value: Any) -> list[str]:
        return ids_in(value)

    def value_for_form(self, value: Any) -> str:
        return json.dumps(list(value)) if value else ""

    def get_default(self) -> list[str]:
        return []

    def clean(self, value: Any) -> list[str]:
        if len(value or []) > MOST_PRODUCTS:
            raise ValidationError(_("Not more than %(most)s products.") % {"most": MOST_PRODUCTS})
        return list(super().clean(value))

    def get_searchable_content(self, value: Any) -> list[str]:
        return []

    class Meta:
        icon = "pick"


class CategoryBlock(GoodsBlock):
    """One category, by its id in a list of one."""

    kind, many = "category", False


def ids_in(text: str | None) -> list[str]:
    """The ids in a JSON list; what is none is left out, so that a forged form can hold nothing else."""
    try:
        given = json.loads(text or "[]")
        return list(dict.fromkeys(str(UUID(str(each))) for each in given))
    except (ValueError, TypeError):
        return []


class AudienceBlock(blocks.FieldBlock):
    """For whom: codes of rights and segments. Of a class of its own, so that it is not translated."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.CharField(
            required=False, max_length=200, label=_("Shown to"), widget=AudienceInput(),
            help_text=_(
                "Leave it empty to show the block to everybody. Otherwise tick who sees it: nobody else does. Rights, "
                "such as professional or invited, may be written as well, with a comma between them."
            ),
        )  # fmt: skip
        super().__init__(**kwargs)

    def get_default(self) -> str:
        return ""

    def clean(self, value: Any) -> str:
        wrong = rules.wrong_codes(value or "")
        if wrong:
            raise ValidationError(_("This is no code: %(codes)s.") % {"codes": ", ".join(wrong)})
        return str(super().clean(value or ""))

    class Meta:
        icon = "group"
        label = _("Shown to")


class Part(blocks.StructBlock):
    """What every block of a page can: be for some only. That stands among its settings, folded away."""

    audience = AudienceBlock()

    def get_form_layout(self) -> BlockGroup:
        return BlockGroup(
            children=[name for name in self.child_blocks if name != "audience"], settings=["audience"]
        )


class LinkBlock(blocks.StructBlock):
    """Where a button or a picture leads: the first of page, aisle and address that is given."""

    label = blocks.CharBlock(required=False, max_length=60, label=_("Text of the button"))
    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    category = CategoryBlock(required=False, label=_("Aisle"))
    address = blocks.RegexBlock(
        r"^/(?![/\\])[^\s]*$", required=False, label=_("Address"),
        help_text=_("An address of the shop, such as /fr/boutiques/."),
        error_messages={"invalid": _("Write an address of the shop: it begins with /.")},
    )  # fmt: skip

    class Meta:
        icon = "link"
        label = _("Leads to")
        form_classname = "struct-block link-block"


class PictureChoice(ImageChooserBlock):
    class Meta:
        icon = "image"
        label = _("Picture")


class HeroBlock(Part):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, max_length=400, rows=2, label=TEXT)
    picture = PictureChoice(required=False)
    link = LinkBlock()

    class Meta:
        icon = "title"
        label = _("Opening")


class TextBlock(Part):
    text = blocks.RichTextBlock(features=FEATURES, label=TEXT)

    class Meta:
        icon = "pilcrow"
        label = TEXT


class PictureBlock(Part):
    picture = PictureChoice()
    caption = blocks.CharBlock(required=False, max_length=200, label=_("Caption"))
    width = blocks.ChoiceBlock(
        choices=[("text", _("as wide as the text")), ("page", _("as wide as the page"))],
        default="page",
        label=_("Width"),
    )

    class Meta:
        icon = "image"
        label = _("Picture")


class QuoteBlock(Part):
    text = blocks.TextBlock(max_length=400, rows=3, label=_("Quotation"))
    who = blocks.CharBlock(required=False, max_length=100, label=_("Who says it"))

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class ColumnBlock(blocks.StructBlock):
    picture = PictureChoice(required=False)
    title = blocks.CharBlock(required=False, max_length=100, label=_("Title"))
    text = blocks.RichTextBlock(required=False, features=["bold", "italic", "link", "ul"], label=TEXT)
    link = LinkBlock()

    class Meta:
        label = _("Column")


class ColumnsBlock(Part):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    columns = blocks.ListBlock(ColumnBlock(), min_num=2, max_num=4, label=_("Columns"))

    class Meta:
        icon = "table"
        label = _("Columns")


class ProductsBlock(Part):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    products = GoodsBlock(label=_("Products"))

    class Meta:
        icon = "pick"
        label = _("Chosen products")


class CategoryRowBlock(Part):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"), help_text=_("Empty: the aisle's name."))
    category = CategoryBlock(required=False, label=_("Aisle"), help_text=_("Empty: the whole shop."))
    sort = blocks.ChoiceBlock(choices=SORTS, default="newest", label=_("In which order"))
    count = blocks.IntegerBlock(min_value=2, max_value=12, default=4, label=_("How many"))

    class Meta:
        icon = "list-ul"
        label = _("Products of an aisle")


class LookBlock(Part):
    picture = PictureChoice()
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, max_length=400, rows=2, label=TEXT)
    products = GoodsBlock(label=_("Products in the picture"))
    link = LinkBlock()

    class Meta:
        icon = "view"
        label = _("Look: a picture with its products")


class FilmBlock(Part):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    file = DocumentChooserBlock(required=False, label=_("File"), help_text=_("MP4 or WebM, served by the shop itself."))
    address = blocks.URLBlock(
        required=False, label=_("Or an address"),
        help_text=_("At YouTube or Vimeo. Nothing is loaded from there before somebody presses play."),
    )  # fmt: skip
    poster = PictureChoice(required=False, label=_("Still picture"))
    told = blocks.TextBlock(
        required=False, rows=4, label=_("What is said and shown"), help_text=_("For those who do not hear or see it.")
    )
    products = GoodsBlock(required=False, label=_("Products in the film"))

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if not found["file"] and not films.embedded(found["address"] or ""):
            raise blocks.StructBlockValidationError(
                block_errors={"address": ValidationError(_("Choose a file, or an address at YouTube or Vimeo."))}
            )
        return found

    class Meta:
        icon = "media"
        label = _("Film")


class ActionBlock(Part):
    title = blocks.CharBlock(max_length=120, label=_("Title"))
    text = blocks.TextBlock(required=False, max_length=400, rows=2, label=TEXT)
    link = LinkBlock()

    class Meta:
        icon = "arrow-right"
        label = _("Call to action")


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(max_length=200, label=_("Question"))
    answer = blocks.RichTextBlock(features=["bold", "italic", "link", "ul", "ol"], label=_("Answer"))


class QuestionsBlock(Part):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")


class NoticeBlock(Part):
    notice = SnippetChooserBlock("content.Notice", label=_("Notice"))

    class Meta:
        icon = "snippet"
        label = _("Notice")


class AislesBlock(Part):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))

    class Meta:
        icon = "folder-open-inverse"
        label = _("The aisles")


class PagesBlock(Part):
    title = blocks.CharBlock(required=False, max_length=120, label=_("Title"))
    pages = blocks.ListBlock(blocks.PageChooserBlock(), min_num=1, max_num=6, label=_("Pages"))

    class Meta:
        icon = "doc-full"
        label = _("Other pages")


def body_blocks() -> list[tuple[str, blocks.Block]]:
    return [
        ("hero", HeroBlock()),
        ("text", TextBlock()),
        ("picture", PictureBlock()),
        ("quote", QuoteBlock()),
        ("columns", ColumnsBlock()),
        ("products", ProductsBlock(group=_("With products"))),
        ("category", CategoryRowBlock(group=_("With products"))),
        ("look", LookBlock(group=_("With products"))),
        ("film", FilmBlock(group=_("With products"))),
        ("aisles", AislesBlock(group=_("With products"))),
        ("action", ActionBlock(group=_("Leading on"))),
        ("pages", PagesBlock(group=_("Leading on"))),
        ("questions", QuestionsBlock(group=_("Leading on"))),
        ("notice", NoticeBlock(group=_("Leading on"))),
    ]
