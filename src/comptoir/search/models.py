"""What the merchant says about words, and which words are looked for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7


class Synonyms(models.Model):
    """Words that mean the same, each as a person types it. With `one_way` who looks for the first finds the others,
    and not the other way round; with a `language`, on pages in that language alone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    words = models.JSONField(_("words"))
    one_way = models.BooleanField(_("one way"), default=False)
    language = models.CharField(_("language"), max_length=2, blank=True, default="", db_default="")
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("synonyms")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(words__1__isnull=False), name="synonyms_are_two_or_more")
        ]

    def __str__(self) -> str:
        return (" → " if self.one_way else " = ").join([self.words[0], ", ".join(self.words[1:])])


class Redirect(models.Model):
    """Who looks for exactly this is led to an address of the shop. `query` is folded."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    query = models.CharField(_("words"), max_length=100, unique=True)
    target = models.CharField(_("leads to"), max_length=300)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        verbose_name = _("redirect")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(target__regex=r"^/[^/\\]"), name="redirect_stays_here")
        ]

    def __str__(self) -> str:
        return self.query


class FacetRule(models.Model):
    """What the merchant says of an attribute as a facet, in a category and all below it, or everywhere: pinned, at its
    place, or hidden. What is not said follows from how many products have it."""

    id = models.BigAutoField(primary_key=True)
    category = models.ForeignKey("catalog.Category", on_delete=models.PROTECT, related_name="+", null=True)
    code = models.CharField(max_length=80)
    pinned = models.BooleanField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["category", "code"], nulls_distinct=False, name="facet_rule_once")
        ]


class AskedQuery(models.Model):
    """How often something was looked for, by nobody in particular. The words are kept from the third time on, without
    what looks like an address or a number of a person; before that a search is known by its digest alone."""

    id = models.BigAutoField(primary_key=True)
    digest = models.BinaryField(max_length=16)
    market = models.CharField(_("market"), max_length=20)
    locale = models.CharField(_("language"), max_length=2)
    words = models.CharField(_("words"), max_length=200, blank=True)
    times = models.PositiveIntegerField(_("times"), default=0)
    without = models.PositiveIntegerField(_("without result"), default=0)
    last_results = models.PositiveIntegerField(_("results"), default=0)
    last_on = models.DateField(_("last asked"))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest", "market", "locale"], name="asked_query_once"),
            models.CheckConstraint(condition=models.Q(without__lte=models.F("times")), name="asked_without_of_times"),
        ]
        indexes: ClassVar = [models.Index(fields=["last_on"], name="asked_query_age")]

    def __str__(self) -> str:
        return self.words or self.digest.hex()
