"""Products: their texts and place in the catalogue, their variants with price and stock, when they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.urls import URLPattern, path
from django.utils.functional import cached_property
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import AdminDateTimeInput

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import ProductRecord
from comptoir.channels.backoffice import access, rows, story
from comptoir.channels.backoffice.commands import CommandEditView, CommandViewSet
from comptoir.channels.backoffice.lists import (
    CountColumn,
    LinkColumn,
    MoneyColumn,
    PictureColumn,
    StateColumn,
    TextColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.aisles import CategoryField
from comptoir.channels.backoffice.screens.first_steps import WHO_RECEIVES, steps
from comptoir.channels.backoffice.screens.lacking import complete
from comptoir.channels.backoffice.screens.of_product import record
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.pictures import PicturesPage, ProductPicturesPage
from comptoir.channels.backoffice.screens.product_file import ProductFilePage
from comptoir.channels.backoffice.screens.product_list import (
    SHOWN_WORDS,
    TAX_CATEGORIES,
    PickProduct,
    ProductFilters,
    ProductsList,
    by_text,
    product_page,
)
from comptoir.channels.backoffice.screens.product_new import NewProductForm, NewProductView, drafted
from comptoir.channels.backoffice.screens.properties import PropertiesPage
from comptoir.channels.backoffice.screens.sheet import SheetPage
from comptoir.channels.backoffice.screens.variants import VariantsPage
from comptoir.channels.backoffice.shelf import Shelf, shelves
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import Localised

RELATIONS = {"accessory": _("accessory"), "goes_with": _("goes with it"), "replaces": _("replaces")}


class ProductForm(forms.Form):
    name_fr = forms.CharField(label=_("Name in French"), max_length=500)
    name_en = forms.CharField(label=_("Name in English"), max_length=500, required=False)
    description_fr = forms.CharField(
        label=_("Description in French"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    description_en = forms.CharField(
        label=_("Description in English"), widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    brand = forms.ModelChoiceField(label=_("Brand"), queryset=rows.Brand.objects.order_by("name"), required=False)
    category = CategoryField(label=_("Category"), required=False)
    tax_category = forms.ChoiceField(label=_("VAT"), choices=TAX_CATEGORIES)


class AddressForm(forms.Form):
    fr = forms.CharField(label=_("Address in French"), max_length=80)
    en = forms.CharField(label=_("Address in English"), max_length=80)


class PublishForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("Shown from"), required=False, widget=AdminDateTimeInput, help_text=_("Empty: from now on.")
    )
    ends_at = forms.DateTimeField(
        label=_("Until"), required=False, widget=AdminDateTimeInput, help_text=_("Empty: without end.")
    )


class RelationsForm(forms.Form):
    """Product numbers, one a line, in the order in which they are shown."""

    accessory = forms.CharField(
        label=_("Accessories"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Product numbers, one a line; twelve at most."),
    )  # fmt: skip
    goes_with = forms.CharField(label=_("Goes with"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
    replaces = forms.CharField(
        label=_("Replaces"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Older products: on their pages this one stands first."),
    )  # fmt: skip


class NatureForm(forms.Form):
    nature = forms.ChoiceField(label=_("What it is"), choices=rows.Product.Nature.choices, widget=forms.RadioSelect)


class ProductPage(ScreenPage):
    template_name = "backoffice/product.html"

    @cached_property
    def product(self) -> ProductRecord:
        return record(self.kwargs["pk"])

    @cached_property
    def shelf(self) -> Shelf:
        return shelves([self.product.id], clock.now())[self.product.id]

    def get_page_title(self) -> str:
        return self.product.name.read(access.locale())

    def actions(self) -> list[tuple[str, Any, str]]:
        found: list[tuple[str, Any, str]] = [("edit", _("Edit"), "change"), ("publish", _("Publish"), "publish")]
        found.append(("pictures", _("Pictures"), "change"))
        found.append(("properties", _("Properties and GTINs"), "change"))
        if self.product.nature == catalog.DIGITAL:
            found.append(("file", _("Files to download"), "change"))
        return found

    def more_actions(self) -> list[tuple[str, Any, str]]:
        found: list[tuple[str, Any, str]] = [("variants", _("Make variants"), "change")]
        found.append(("nature", _("What it is"), "change"))
        found.append(("relate", _("What goes with it"), "change"))
        found.append(("address", _("Change its address"), "change"))
        if self.shelf.shown != "hidden":
            found.append(("withdraw", _("Withdraw"), "publish"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights = {
            "may_price": self.sees("prices", "view"), "may_stock": self.sees("stock", "view"),
            "may_change": self.sees("products", "change"), "may_bring": self.sees("imports", "add"),
            "may_receive": self.sees("stock", "change"), "may_set": self.sees("prices", "change"),
            "may_publish": self.sees("products", "publish"),
        }  # fmt: skip
        return super().get_context_data(
            product=self.product,
            with_gtin=sum(bool(variant.gtins) for variant in self.product.variants),
            shelf=self.shelf,
            shown=shown(self.shelf),
            steps=steps(self.product, self.shelf, rights),
            who_receives="" if rights["may_receive"] or not rights["may_change"] else WHO_RECEIVES,
            in_shop=self.address_in_shop(),
            nature=rows.Product.Nature(self.product.nature).label if not catalog.travels(self.product.nature) else "",
            complete=complete(self.product.id, rights["may_change"]),
            related=[(RELATIONS[one.kind], one) for one in catalog.relations(self.product.id)],
            banned=catalog.banned_claims([*self.product.name.values(), *self.product.description.values()]),
            story=story.told(journal.timeline("product", self.product.id), access.locale()),
            **rights,
            **kwargs,
        )

    def address_in_shop(self) -> str:
        """Of its page in the reader's language; empty while shoppers do not see it."""
        slug = self.product.slug.read(access.locale())
        seen = self.shelf.shown == "published" and self.shelf.price_from is not None
        return settings.PRODUCT_ADDRESSES[access.locale()].format(slug=slug) if seen else ""

    def sees(self, screen: str, action: str) -> bool:
        return access.may(self.request.user, screen, action)


class ProductEditView(CommandEditView):
    def get_page_subtitle(self) -> str:
        return self.object.name.read(access.locale())

    def get_success_url(self) -> str:
        return product_page(self.object.pk)

    def get_success_message(self) -> str:
        return str(_("The product is changed."))


class ProductsViewSet(CommandViewSet):
    model = rows.Product
    name = "products"
    screen = "products"
    noun, nouns = _("product"), _("Products")
    adding = _("New product")
    icon = "pick"
    filterset_class = ProductFilters
    ordering = "-changed_at"
    create_form = NewProductForm
    add_view_class = NewProductView
    change_form = ProductForm
    index_view_class = ProductsList
    edit_view_class = ProductEditView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=with_names,
            enriched=with_shelves,
            searched=by_text,
            lesson=_(
                "No product yet. Make one, take in a file under “Import and export”, or send products through the API."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        name = f"name_{access.locale()}"
        return [
            PickProduct("pick", label=_("Choose")),
            PictureColumn("picture", label=_("Picture"), accessor="shelf.picture"),
            LinkColumn("name", label=_("Name"), get_url=product_url, sort_key=name),
            TextColumn("external_id", label=_("Number"), sort_key="external_id"),
            TextColumn("brand", label=_("Brand"), accessor="shelf.brand", sort_key="brand__name"),
            TextColumn("category", label=_("Category"), accessor=category, sort_key="category__key"),
            StateColumn("shown", label=_("In the shop"), accessor=lambda row: shown(row.shelf)),
            CountColumn("variants", label=_("Variants"), accessor="shelf.count"),
            CountColumn("stock", label=_("Available"), accessor="shelf.available"),
            MoneyColumn("price", label=_("Price from"), accessor="shelf.price_from"),
            WhenColumn("changed_at", label=_("Changed"), sort_key="changed_at"),
        ]

    def initial(self, instance: Any) -> dict[str, Any]:
        return {
            "name_fr": instance.name.get("fr", ""),
            "name_en": instance.name.get("en", ""),
            "description_fr": instance.description.get("fr", ""),
            "description_en": instance.description.get("en", ""),
            "brand": instance.brand_id,
            "category": instance.category_id,
            "tax_category": instance.tax_category,
        }

    def create(self, _pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> UUID:
        return catalog.create_product(drafted(data), market=access.market().code, origin=origin, now=now)

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        catalog.change_product(
            pk,
            name=Localised(fr=data["name_fr"], en=data["name_en"]),
            description=Localised(fr=data["description_fr"], en=data["description_en"]),
            brand_id=data["brand"].pk if data["brand"] else None,
            category_id=data["category"].pk if data["category"] else None,
            tax_category=data["tax_category"],
            origin=origin,
            now=now,
        )

    def publish(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        starts_at = data["starts_at"] or now
        catalog.publish(
            pk, market=access.market().code, starts_at=starts_at, ends_at=data["ends_at"], origin=origin, now=now
        )

    def move(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        catalog.readdress_product(pk, slugs=data, origin=origin, now=now)

    def withdraw(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        catalog.withdraw(pk, market=access.market().code, origin=origin, now=now)

    def nature(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        catalog.set_nature(pk, nature=data["nature"], origin=origin, now=now)

    def relate(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        for kind in RELATIONS:
            catalog.relate(pk, kind, numbered(data[kind], kind), origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": product_page, "permission_required": "publish"}
        back = {"subject_of": subject, "back_of": product_page}
        return [
            path("sheet/", self.page(SheetPage, header_icon="table"), name="sheet"),
            self.action(
                "address", self.move, page_title=_("Change its address"), button=_("Change it"),
                explanation=_("Its page moves. The address that it has leads there from now on, for people and search"
                              " engines alike."),
                form_class=AddressForm, form_kwargs_of=lambda pk: {"initial": record(pk).slug},
                verb_done=_("The page has its new address."), **back,
            ),
            path("pictures/", self.page(PicturesPage, header_icon="image"), name="pictures_by_name"),
            path("<uuid:pk>/pictures/", self.page(ProductPicturesPage, header_icon="image"), name="pictures"),
            path("<uuid:pk>/file/", self.page(ProductFilePage, header_icon="download"), name="file"),
            path("<uuid:pk>/variants/", self.page(VariantsPage, header_icon="table"), name="variants"),
            path("<uuid:pk>/properties/", self.page(PropertiesPage, header_icon="list-ul"), name="properties"),
            path("<uuid:pk>/", self.page(ProductPage, header_icon=self.icon), name="product"),
            self.action(
                "nature", self.nature, page_title=_("What it is"), button=_("Keep"),
                explanation=_(
                    "Only goods travel in a parcel. A service is marked as done in its order; a digital good is "
                    "downloaded once it is paid; a gift card becomes a card worth what it cost, sold without VAT. "
                    "These three need no stock: where you count some they sell until it is gone."
                ),
                form_class=NatureForm, subject_of=subject, back_of=product_page, verb_done=_("It is kept."),
                form_kwargs_of=lambda pk: {"initial": {"nature": record(pk).nature}},
            ),
            self.action(
                "relate", self.relate, page_title=_("What goes with it"), button=_("Keep"),
                explanation=_(
                    "Chosen products stand first beside this one; what is bought together and of the same range "
                    "follows by itself. What is sold out is left out."
                ),
                form_class=RelationsForm, form_kwargs_of=related_before, subject_of=subject, back_of=product_page,
                verb_done=_("It is kept."),
            ),
            self.action(
                "publish", self.publish, page_title=_("Publish"), button=_("Show it"),
                explanation=_(
                    "The product is shown on every channel of the market; it sells once it has a price and stock."
                ),
                form_class=PublishForm, verb_done=_("The product is published."), **common,
            ),
            self.action(
                "withdraw", self.withdraw, page_title=_("Withdraw"), button=_("Withdraw it"), serious=True,
                explanation=_("The product is no longer shown or sold from now on. Orders already placed are served."),
                verb_done=_("The product is withdrawn."), **common,
            ),
        ]  # fmt: skip


def with_names() -> QuerySet[Any]:
    return rows.Product.objects.annotate(name_fr=KT("name__fr"), name_en=KT("name__en"))


def with_shelves(found: list[Any]) -> list[Any]:
    known = shelves([row.pk for row in found], clock.now())
    for row in found:
        row.shelf = known[row.pk]
    return found


def numbered(text: str, field: str) -> list[UUID]:
    """Products by their numbers, one a line. Refuses Invalid (`field`) for an unknown one."""
    numbers = [line.strip() for line in text.splitlines() if line.strip()]
    known = catalog.products_called(numbers)
    for number in numbers:
        if number not in known:
            raise Invalid({field: _gettext("No product has the number “%(number)s”.") % {"number": number}})
    return [known[number] for number in numbers]


def related_before(pk: UUID) -> dict[str, Any]:
    kept = catalog.relations(pk)
    return {
        "initial": {kind: "\n".join(one.external_id for one in kept if one.kind == kind) for kind in RELATIONS}
    }


def shown(shelf: Shelf) -> tuple[str, Any]:
    return shelf.shown, SHOWN_WORDS[shelf.shown]


def category(row: Any) -> str:
    trail = row.shelf.category.trail if row.shelf.category else ()
    return " › ".join(node.name.read(access.locale()) for node in trail)


def product_url(row: Any) -> str:
    return product_page(row.pk)


def subject(pk: UUID) -> str:
    return record(pk).name.read(access.locale())
