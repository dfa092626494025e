"""Keys of programs: issued once, shown once, revoked at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandCreateView, CommandViewSet
from comptoir.channels.backoffice.lists import ChannelColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.journal.contracts import Origin
from comptoir.org import facade as org

SCOPE_WORDS = {
    "catalog:read": _("read the catalogue"),
    "catalog:write": _("change products"),
    "prices:write": _("set prices"),
    "stock:read": _("read stock"),
    "stock:write": _("change stock"),
    "customers:read": _("read customers, with names and addresses"),
    "people:read": _("read what people allow, for a purpose that is named"),
    "customers:write": _("change customers"),
    "baskets:read": _("read baskets"),
    "baskets:write": _("fill baskets and check out"),
    "orders:read": _("read orders"),
    "orders:write": _("change orders"),
    "payments:write": _("give money back, issue gift cards"),
    "bank:write": _("bring account statements"),
    "segments:read": _("read segments and who is in them"),
    "webhooks:read": _("read webhooks"),
    "webhooks:write": _("change webhooks"),
    "destinations:read": _("read where events are forwarded, and what has to be erased there"),
    "destinations:write": _("change where events are forwarded, confirm erasures there"),
    "insights:read": _("read figures and forecasts"),
    "invoices:read": _("read invoices"),
}


def scope_choices() -> list[tuple[str, Any]]:
    return [(scope, SCOPE_WORDS.get(scope, scope)) for scope in org.SCOPES]


def storefront_choices() -> list[tuple[str, str]]:
    return [(code, face.name) for code, face in org.storefronts().items()]


class KeyForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Who or what uses it."))
    channel = forms.SlugField(
        label=_("Channel"), max_length=40, help_text=_("Stands on every order that comes with this key.")
    )
    storefront = forms.ChoiceField(label=_("Storefront"), choices=storefront_choices)
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=scope_choices, widget=forms.CheckboxSelectMultiple
    )


class IssueView(CommandCreateView):
    """Answers with the key itself: it is not kept, so there is no other page that could show it."""

    page_title = _("Issue a key")
    submit_button_label = _("Issue the key")

    def done(self) -> HttpResponse:
        info, secret = self.answer
        context = self.get_context_data(info=info, secret=secret, back=reverse("keys:index"))
        answer = TemplateResponse(self.request, "backoffice/key_issued.html", context)
        answer["Cache-Control"] = "no-store"
        return answer


class KeysViewSet(CommandViewSet):
    model = rows.ApiKey
    name = "keys"
    screen = "keys"
    noun, nouns = _("API key"), _("API keys")
    adding = _("Issue a key")
    icon = "key"
    ordering = "-created_at"
    create_form = KeyForm
    add_view_class = IssueView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.ApiKey.objects.select_related("storefront"),
            lesson=_("No key yet. A program that sells or reads through the API needs one: issue it here."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=revoke_url, sort_key="name"),
            TextColumn("prefix", label=_("Begins with")),
            StateColumn("state", label=_("State"), accessor=state),
            ChannelColumn("channel", label=_("Channel"), sort_key="channel"),
            TextColumn("storefront", label=_("Storefront"), accessor="storefront.name"),
            TextColumn("scopes", label=_("Allowed to"), accessor=scopes),
            WhenColumn("created_at", label=_("Issued"), sort_key="created_at"),
            WhenColumn("revoked_at", label=_("Revoked"), sort_key="revoked_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return org.issue_key(data["name"], data["channel"], data["storefront"], data["scopes"], origin=origin, now=now)

    def revoke(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        org.revoke_key(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            self.action(
                "revoke", self.revoke, page_title=_("Revoke the key"), button=_("Revoke it now"), serious=True,
                explanation=_("The program that uses it is refused from this moment. This cannot be undone."),
                verb_done=_("The key is revoked."), subject_of=subject, back_of=back,
            )
        ]  # fmt: skip


def state(row: Any) -> tuple[str, Any]:
    return ("revoked", _("revoked")) if row.revoked_at else ("in_use", _("in use"))


def scopes(row: Any) -> str:
    return ", ".join(str(SCOPE_WORDS.get(scope, scope)) for scope in row.scopes)


def revoke_url(row: Any) -> str | None:
    return None if row.revoked_at else reverse("keys:revoke", args=(row.pk,))


def back(pk: UUID) -> str:
    return reverse("keys:index")


def subject(pk: UUID) -> str:
    key = rows.ApiKey.objects.filter(pk=pk).first()
    if key is None:
        raise Http404
    return f"{key.name} ({key.prefix}…)"
