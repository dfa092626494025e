"""What buyers think and ask, on the purchases that let them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField

STATES = [(state, state) for state in ("waiting", "published", "refused", "withdrawn")]


class Purchase(models.Model):
    """The right to review: somebody received this. `kind` is order, or demo for what the demonstration invents.
    `customer_id` is whom the order names, by an e-mail that anybody may type: good for mail and erasure, no proof."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=5, choices=[("order", "order"), ("demo", "demo")])
    order_id = models.UUIDField(null=True, blank=True)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    variant_id = models.UUIDField(null=True, blank=True)
    options = LocalisedField(default=dict)
    customer_id = models.UUIDField(null=True, blank=True)
    storefront = models.SlugField(max_length=50)
    locale = models.CharField(max_length=5)
    received_on = models.DateField()
    granted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["order_id", "product"], name="reviews_purchase_once", condition=Q(order_id__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(kind="demo") | Q(order_id__isnull=False),
                name="reviews_purchase_of_an_order",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["customer_id"], name="reviews_purchase_of")]


class Review(models.Model):
    """`author` is the name that is shown. `decided_by` read it last. A withdrawn one has no words any more."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    customer_id = models.UUIDField(null=True, blank=True)
    storefront = models.SlugField(max_length=50)
    locale = models.CharField(max_length=5)
    rating = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    author = models.CharField(max_length=60, blank=True)
    fit = models.CharField(max_length=5, blank=True)
    state = models.CharField(max_length=9, choices=STATES, default="waiting")
    refusal = models.CharField(max_length=20, blank=True)
    submitted_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    helpful = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(rating__gte=1, rating__lte=5), name="reviews_review_of_five"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="reviews_review_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="reviews_review_refused_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | Q(text="", title="", author="", answer=""),
                name="reviews_review_gone",
            ),
            models.UniqueConstraint(
                fields=["purchase"], name="reviews_review_of_a_purchase", condition=~Q(state="withdrawn")
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["product", "-published_at", "-id"], name="reviews_review_shown", condition=Q(state="published")
            ),
            models.Index(fields=["submitted_at"], name="reviews_review_waiting", condition=Q(state="waiting")),
            models.Index(fields=["customer_id"], name="reviews_review_by"),
        ]


class Photo(models.Model):
    """Written anew as JPEG, in two sizes, so that nothing of the file that came is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    large = models.BinaryField()
    small = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["review", "position"], name="reviews_photo_place"),
            models.CheckConstraint(condition=Q(position__lt=3), name="reviews_photo_three"),
        ]


class Vote(models.Model):
    """A reader found a review helpful. `voter` is a keyed digest of a device's number or a person's."""

    id = models.BigAutoField(primary_key=True)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+", db_index=False)
    voter = models.CharField(max_length=32)
    voted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["review", "voter"], name="reviews_vote_once")]
        indexes: ClassVar = [models.Index(fields=["voter"], name="reviews_vote_of")]


class Invitation(models.Model):
    """The one question of an order, whether its buyer would review what arrived. `waiting` until `due_on`; then sent,
    or left out for `reason`."""

    order_id = models.UUIDField(primary_key=True)
    due_on = models.DateField()
    state = models.CharField(max_length=7, default="waiting")
    reason = models.CharField(max_length=20, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | Q(state__in=["sent", "left"], settled_at__isnull=False),
                name="reviews_invitation_settled",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_on"], name="reviews_invitation_due", condition=Q(state="waiting"))
        ]


class Report(models.Model):
    """A reader doubts that a review should stand. `email` may be empty."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20)
    text = models.CharField(max_length=1000, blank=True)
    email = models.CharField(max_length=254, blank=True)
    reported_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["review"], name="reviews_report_open", condition=Q(settled_at__isnull=True))
        ]


class Question(models.Model):
    """`email` is where the answer goes; nobody else sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    product = models.ForeignKey("catalog.Product", on_delete=models.PROTECT, related_name="+")
    customer_id = models.UUIDField(null=True, blank=True)
    storefront = models.SlugField(max_length=50)
    locale = models.CharField(max_length=5)
    author = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=254, blank=True)
    text = models.CharField(max_length=1000, blank=True)
    invented = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=STATES, default="waiting")
    refusal = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="reviews_question_has_a_day"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(refusal=""), name="reviews_question_refused_for_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["product", "-published_at", "-id"],
                name="reviews_question_shown",
                condition=Q(state="published"),
            )
        ]


class Answer(models.Model):
    """`by` is brand or buyer; a buyer's stands on their purchase and waits to be read."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=5, choices=[("brand", "brand"), ("buyer", "buyer")])
    purchase = models.ForeignKey(Purchase, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    author = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=9, choices=STATES, default="waiting")
    refusal = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(by="brand", purchase__isnull=True) | Q(by="buyer", purchase__isnull=False),
                name="reviews_answer_by_whom",
            ),
            models.UniqueConstraint(
                fields=["question", "purchase"],
                name="reviews_answer_once",
                condition=Q(purchase__isnull=False) & ~Q(state="withdrawn"),
            ),
        ]


class Tally(models.Model):
    """How many published reviews of a product gave so many stars; kept by each write, `rebuild` counts anew."""

    product = models.OneToOneField("catalog.Product", on_delete=models.PROTECT, related_name="+", primary_key=True)
    one = models.PositiveIntegerField(default=0)
    two = models.PositiveIntegerField(default=0)
    three = models.PositiveIntegerField(default=0)
    four = models.PositiveIntegerField(default=0)
    five = models.PositiveIntegerField(default=0)
