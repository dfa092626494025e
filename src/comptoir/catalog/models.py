"""Products as the merchant describes them; no price, no stock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.kit.text import Localised, LocalisedField


class Brand(models.Model):
    """Who made it: not the merchant's own storefront."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class Category(models.Model):
    """A node of the one tree. `path` is its ancestors' ids and its own, joined by `/`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    path = models.TextField(unique=True)
    key = models.CharField(
        max_length=300, unique=True, help_text=_("folded names from the root, joined by >")
    )
    name = LocalisedField()
    slug = LocalisedField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(KT("slug__fr"), name="category_slug_fr"),
            models.UniqueConstraint(KT("slug__en"), name="category_slug_en"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["path"], name="category_subtree", opclasses=["text_pattern_ops"])
        ]

    def __str__(self) -> str:
        return self.name.read("fr")


class Attribute(models.Model):
    """A typed property of products; its values live in `Product.attributes` and `Variant.options`."""

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number with unit")
        BOOLEAN = "boolean", _("yes or no")
        CHOICE = "choice", _("one of a list")
        CHOICES = "choices", _("several of a list")

    code = models.SlugField(max_length=80, primary_key=True)
    label = LocalisedField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    unit = models.CharField(max_length=20, blank=True)
    choices = models.JSONField(default=list, blank=True, help_text=_('[{"code": …, "label": {…}}]'))

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.label.read("fr") or self.code


class Product(models.Model):
    """What a page shows. `nature` says what it is (`law.NATURES`). `attributes` maps an attribute's code to its value:
    text "…" or {"fr": "…", "en": "…"}, number {"value": 13.5, "unit": "cm"}, boolean true,
    choice "code", choices ["code", …]."""

    class Nature(models.TextChoices):
        GOODS = "goods", _("goods")
        SERVICE = "service", _("service")
        DIGITAL = "digital", _("digital good")
        GIFT_CARD = "gift_card", _("gift card")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    external_id = models.CharField(_("external id"), max_length=100, unique=True)
    name = LocalisedField(_("name"))
    description = LocalisedField(_("description"), default=Localised)
    slug = LocalisedField()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    tax_category = models.CharField(max_length=20, default="standard")
    nature = models.CharField(
        _("nature"), max_length=10, choices=Nature.choices, default=Nature.GOODS, db_default=Nature.GOODS
    )
    attributes = models.JSONField(default=dict, blank=True)
    option_names = models.JSONField(
        default=list, blank=True, help_text=_("attribute codes that variants differ by")
    )
    content_hash = models.BinaryField(max_length=16, default=b"", editable=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(KT("slug__fr"), name="product_slug_fr"),
            models.UniqueConstraint(KT("slug__en"), name="product_slug_en"),
            models.CheckConstraint(
                condition=Q(nature__in=["goods", "service", "digital", "gift_card"]), name="product_nature_known"
            ),
            models.CheckConstraint(
                condition=~Q(nature="gift_card") | Q(tax_category="zero"), name="gift_card_without_vat"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["category", "-created_at"], name="product_in_category"),
            models.Index(fields=["id"], condition=Q(nature="gift_card"), name="product_gift_card"),
        ]

    def __str__(self) -> str:
        return self.name.read("fr")


class FormerAddress(models.Model):
    """An address that a product's or category's page had, and that still leads there."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    locale = models.CharField(max_length=2)
    slug = models.CharField(max_length=100)
    thing_id = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "locale", "slug"], name="former_address_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["product", "category"]), name="former_address_of_a_kind"
            ),
        ]


class Publication(models.Model):
    """Since when, and until when, a product is shown in a market."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    market = models.ForeignKey("org.Market", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["market", "product"], name="publication_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=F("starts_at")),
                name="publication_ends_after_start",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["market", "starts_at"], name="publication_starts"),
            models.Index(
                fields=["market", "ends_at"], name="publication_ends", condition=models.Q(ends_at__isnull=False)
            ),
        ]


class Variant(models.Model):
    """What is sold, held in stock and priced. `options` maps an attribute's code to a value."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=100, unique=True)
    sku = models.CharField(max_length=100, unique=True)
    options = models.JSONField(default=dict, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True)
    length_mm = models.PositiveIntegerField(null=True, blank=True)
    width_mm = models.PositiveIntegerField(null=True, blank=True)
    height_mm = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)
    content_hash = models.BinaryField(max_length=16, default=b"", editable=False)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["product", "position"]
        indexes: ClassVar = [models.Index(fields=["product", "position"], name="variant_of_product")]

    def __str__(self) -> str:
        return self.sku


class VariantGtin(models.Model):
    """A trade item number of a variant, padded to 14 digits. Feeds do give one to several: that is flagged,
    not refused, so it is not unique."""

    id = models.BigAutoField(primary_key=True)
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="+")
    gtin = models.CharField(max_length=14)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["gtin", "variant"], name="gtin_once_per_variant")
        ]


class Media(models.Model):
    """A picture: an address until it was fetched, then a file of ours."""

    class Status(models.TextChoices):
        REMOTE = "remote", _("at a remote address")
        FETCHED = "fetched", _("fetched")
        FAILED = "failed", _("could not be fetched")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    address = models.URLField(max_length=2000, blank=True)
    file = models.FileField(upload_to="products/", blank=True)
    alt = LocalisedField(default=Localised)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.REMOTE)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position"]
        indexes: ClassVar = [
            models.Index(fields=["product", "position"], name="media_of_product"),
            models.Index(
                fields=["next_attempt_at"], name="media_to_fetch", condition=models.Q(status="remote")
            ),
        ]


class Completeness(models.Model):
    """How much of what a channel wants a product says, kept by `handlers`; `missing` are codes of rules."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    score = models.PositiveSmallIntegerField(help_text=_("0 to 100"))
    missing = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "channel"], name="completeness_once"),
            models.CheckConstraint(condition=models.Q(score__lte=100), name="completeness_of_hundred"),
        ]
        indexes: ClassVar = [models.Index(fields=["channel", "score"], name="completeness_worst_first")]


class Relation(models.Model):
    """What the merchant says of two products: `other` is an accessory of `product`, goes with it, or is the older one
    that `product` replaces. `catalog_related` reads it from both sides."""

    class Kind(models.TextChoices):
        ACCESSORY = "accessory", _("accessory")
        GOES_WITH = "goes_with", _("goes with it")
        REPLACES = "replaces", _("replaces")

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=Kind.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "kind", "other"], name="relation_once"),
            models.CheckConstraint(condition=~models.Q(product=F("other")), name="relation_to_another"),
        ]


class BoughtTogether(models.Model):
    """Counted from orders each day: `weight` is how often the two are in one order, against how often each is sold
    (cosine, between 0 and 1). A table to be read, made anew as a whole."""

    id = models.BigAutoField(primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    orders = models.PositiveIntegerField()
    weight = models.FloatField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["product", "other"], name="bought_together_once"),
        ]


class SizeTable(models.Model):
    """Which size is which measure, for a category and all below it, of one brand or of all. `columns` are names in both
    languages, `rows` a list of texts each."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    columns = models.JSONField(_("columns"))
    rows = models.JSONField(_("rows"))
    note = LocalisedField(_("note"), default=Localised)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "brand"], nulls_distinct=False, name="size_table_once"),
        ]
