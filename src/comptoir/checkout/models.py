"""The one basket of a person, on every channel, until it becomes an order."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Basket(models.Model):
    """`version` goes up with each change, so that what was quoted can be compared with what is there."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        PLACED = "placed", _("placed")
        MERGED = "merged", _("merged into another")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    market = models.SlugField(max_length=50, db_index=False)
    storefront = models.SlugField(max_length=50, db_index=False)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    version = models.PositiveIntegerField(default=1)
    owner = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("whose basket it is, once recognised"),
    )
    buyer = models.ForeignKey(
        "customers.Customer",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("who was named at checkout"),
    )
    address = models.ForeignKey("customers.Address", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    country = models.CharField(max_length=2, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    delivery_method = models.SlugField(max_length=50, blank=True, db_index=False)
    collect_at = models.SlugField(max_length=50, blank=True, db_index=False)
    codes = ArrayField(models.CharField(max_length=24), default=list, db_default=[], blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "storefront"],
                name="one_open_basket_per_person",
                condition=Q(state="open", owner__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "-changed_at"],
                name="basket_last_placed",
                condition=Q(state="placed", owner__isnull=False),
            ),
        ]


class BasketLine(models.Model):
    """`seen_minor` is the unit price that was last shown, so that a change can be said in words."""

    id = models.BigAutoField(primary_key=True)
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+", db_constraint=False)
    quantity = models.PositiveIntegerField()
    seen_minor = models.BigIntegerField(null=True, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["added_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "variant"], name="basket_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & Q(quantity__lte=999), name="basket_line_of_some"),
        ]


class SavedLine(models.Model):
    """Taken out of the basket to be thought about: not sold, not counted, kept with the basket."""

    id = models.BigAutoField(primary_key=True)
    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="+")
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["saved_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "variant"], name="saved_line_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & Q(quantity__lte=999), name="saved_line_of_some"),
        ]


class SharedBasket(models.Model):
    """A link to a basket. To look only: what it held when the link was made. For friends (`for_friends`): what it
    holds now, with what they propose and say. Nothing of the person who shared it."""

    token = models.CharField(max_length=43, primary_key=True)
    basket_id = models.UUIDField()
    market = models.SlugField(max_length=50)
    storefront = models.SlugField(max_length=50)
    lines = models.JSONField(help_text=_("pairs of variant and quantity"))
    for_friends = models.BooleanField(default=False)
    shared_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket_id"], name="one_link_for_friends", condition=Q(for_friends=True)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_at"], name="shared_basket_age"),
            models.Index(fields=["basket_id"], name="shared_basket_of"),
        ]


class Friend(models.Model):
    """Somebody who came by the link and gave a first name; known by the unguessable id alone, gone with the link."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shared = models.ForeignKey(SharedBasket, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=30)
    joined_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("shared", Lower("name"), name="friend_named_once"),
        ]


class Proposal(models.Model):
    """What a friend would add. It waits until the owner takes it into the basket or declines it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    friend = models.ForeignKey(Friend, on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default="waiting", help_text=_("waiting, taken or declined"))
    proposed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["friend", "variant"], name="proposed_once"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & Q(quantity__lte=99), name="proposal_of_some"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "taken", "declined"]), name="proposal_state"),
        ]


class Comment(models.Model):
    """A sentence on a variant of the shared basket, or on all of it; the owner's has no friend."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    shared = models.ForeignKey(SharedBasket, on_delete=models.CASCADE, related_name="+")
    friend = models.ForeignKey(Friend, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    text = models.CharField(max_length=280)
    said_at = models.DateTimeField()


class Reaction(models.Model):
    """One a friend and variant: yes, or unsure."""

    id = models.BigAutoField(primary_key=True)
    friend = models.ForeignKey(Friend, on_delete=models.CASCADE, related_name="+", db_index=False)
    variant = models.ForeignKey("catalog.Variant", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, help_text=_("yes or unsure"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["friend", "variant"], name="reacted_once"),
            models.CheckConstraint(condition=Q(kind__in=["yes", "unsure"]), name="reaction_kind"),
        ]
