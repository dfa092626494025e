"""The terms of sale, version by version. A version is never changed: the next one replaces it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.keys import storefront_choices
from comptoir.journal.contracts import Origin
from comptoir.orders import facade as orders


class TermsForm(forms.Form):
    storefront = forms.ChoiceField(label=_("Storefront"), choices=storefront_choices)
    locale = forms.ChoiceField(label=_("Language"), choices=[("fr", "Français"), ("en", "English")])
    label = forms.CharField(label=_("Version"), max_length=40, help_text=_("What buyers read: a year, or a date."))
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 18}), help_text=_("An empty line parts paragraphs.")
    )
    valid_from = forms.DateTimeField(
        label=_("In force from"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Empty: from now on. Orders keep the version that was in force when they were placed."),
    )  # fmt: skip


class TermsViewSet(CommandViewSet):
    model = rows.TermsVersion
    name = "terms"
    screen = "terms"
    noun, nouns = _("version of the terms"), _("Terms of sale")
    adding = _("Publish a version")
    icon = "doc-full"
    ordering = "-valid_from"
    create_form = TermsForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            lesson=_("No terms yet. Publish the first version: from then on every order keeps the one it accepted."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            TextColumn("label", label=_("Version"), sort_key="label"),
            TextColumn("storefront", label=_("Storefront"), sort_key="storefront"),
            TextColumn("locale", label=_("Language"), sort_key="locale"),
            WhenColumn("valid_from", label=_("In force from"), sort_key="valid_from"),
            TextColumn("text_hash", label=_("SHA-256"), accessor=lambda row: row.text_hash[:12]),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> UUID:
        return orders.publish_terms(
            data["storefront"], locale=data["locale"], label=data["label"], text=data["text"],
            valid_from=data["valid_from"], origin=origin, now=now,
        )  # fmt: skip
