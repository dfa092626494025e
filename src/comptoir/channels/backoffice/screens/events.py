"""What providers told us by themselves, and how each provider is set up here."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, MoneyColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.org import facade as org
from comptoir.payments import facade as payments
from comptoir.treasury import facade as treasury

PROVIDERS = {"stripe": "Stripe", "test-bank": _("Test bank"), "bank": _("Bank transfer")}
STATES = [
    ("received", _("waits")), ("settled", _("settled")), ("ignored", _("not for us")), ("refused", _("refused")),
]  # fmt: skip
STATE_WORDS = dict(STATES)
RESULTS = {
    "not_about_a_payment": _("says nothing about a payment of ours"),
    "unknown_demand": _("names a payment that we never asked for"),
    "other_account": _("was sent to the address of another company"),
    "other_provider": _("names a payment of another provider"),
    "other_reference": _("names another charge than the one we know"),
}


class EventFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    provider = django_filters.AllValuesFilter(label=_("Provider"))
    kind = django_filters.AllValuesFilter(label=_("Event"))
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.IncomingEvent
        fields: tuple[str, ...] = ()


class EventPage(ScreenPage):
    template_name = "backoffice/event.html"

    @cached_property
    def event(self) -> Any:
        found = rows.IncomingEvent.objects.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return with_orders([found])[0]

    def get_page_title(self) -> str:
        return str(self.event.event_id)

    def actions(self) -> list[tuple[str, Any, str]]:
        again = self.event.state != "settled" and self.event.news is not None
        return [("replay", _("Work it again"), "change")] if again else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.event
        return super().get_context_data(
            event=event, provider=provider(event), state=state(event), result=result(event),
            amount=amount(event), outcome=(event.news or {}).get("outcome", ""), order_url=order_url(event), **kwargs,
        )  # fmt: skip


class ProvidersPage(ScreenPage):
    """What is set up for each company; never what it is set to."""

    template_name = "backoffice/providers.html"
    page_title = _("Payment providers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        companies = sorted({market.legal_entity for market in org.markets().values()})
        found = []
        for status in payments.provider_statuses(companies):
            told = rows.IncomingEvent.objects.filter(provider=status.provider, account=status.account)
            last = told.order_by("-received_at").first()
            found.append(
                {
                    "name": PROVIDERS[status.provider], "status": status, "last": last,
                    "refused": told.filter(state="refused").count(),
                }
            )  # fmt: skip
        return super().get_context_data(providers=found, accounts=payments.bank_accounts(), **kwargs)


class EventsViewSet(CommandViewSet):
    model = rows.IncomingEvent
    name = "events"
    screen = "events"
    noun, nouns = _("provider event"), _("Provider events")
    icon = "download"
    filterset_class = EventFilters
    ordering = "-received_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            enriched=with_orders,
            searched=by_name_or_order,
            buttons_of=self.buttons,
            lesson=_("No provider has told us anything yet. What they send by themselves stands here."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("event_id", label=_("Name"), get_url=event_url, sort_key="event_id"),
            TextColumn("provider", label=_("Provider"), accessor=provider, sort_key="provider"),
            TextColumn("kind", label=_("Event"), sort_key="kind"),
            LinkColumn("order", label=_("Order"), get_url=order_url),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            TextColumn("result", label=_("Because"), accessor=result),
            WhenColumn("received_at", label=_("Received"), sort_key="received_at"),
            CountColumn("repeats", label=_("Sent again"), sort_key="repeats"),
            MoneyColumn("amount", label=_("Amount"), accessor=amount),
        ]

    def buttons(self, request: Any) -> list[Any]:
        return [HeaderButton(_("Providers"), url=reverse("events:providers"), icon_name="cogs")]

    def replay(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        treasury.replay_event(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("providers/", self.page(ProvidersPage, header_icon="cogs"), name="providers"),
            path("<uuid:pk>/", self.page(EventPage, header_icon=self.icon), name="event"),
            self.action(
                "replay", self.replay, page_title=_("Work it again"), button=_("Work it again"),
                explanation=_("What it says is settled again. Money that is known already is not counted twice."),
                verb_done=_("The event was worked again."), subject_of=subject, back_of=back,
            ),
        ]  # fmt: skip


def with_orders(found: list[Any]) -> list[Any]:
    asked = dict(
        rows.PaymentRequest.objects.filter(pk__in={r.request_id for r in found if r.request_id}).values_list(
            "pk", "order_id"
        )
    )
    numbers = dict(rows.Order.objects.filter(pk__in=set(asked.values())).values_list("pk", "number"))
    for row in found:
        row.order_id = asked.get(row.request_id)
        row.order = numbers.get(row.order_id, "")
    return found


def by_name_or_order(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    text = text.strip()
    numbered = rows.Order.objects.filter(number__startswith=text.upper()).values("pk")
    asked = rows.PaymentRequest.objects.filter(order_id__in=numbered).values("pk")
    return queryset.filter(Q(event_id=text) | Q(kind__icontains=text) | Q(request_id__in=asked))


def event_url(row: Any) -> str:
    return reverse("events:event", args=(row.pk,))


def order_url(row: Any) -> str | None:
    return reverse("orders:order", args=(row.order_id,)) if row.order_id else None


def provider(row: Any) -> Any:
    return PROVIDERS.get(row.provider, row.provider)


def state(row: Any) -> tuple[str, Any]:
    return row.state, STATE_WORDS[row.state]


def result(row: Any) -> Any:
    return RESULTS.get(row.result, "")


def amount(row: Any) -> Money | None:
    return Money(row.news["amount"], row.news["currency"]) if row.news else None


def back(pk: UUID) -> str:
    return reverse("events:event", args=(pk,))


def subject(pk: UUID) -> str:
    found = rows.IncomingEvent.objects.filter(pk=pk).values_list("event_id", flat=True).first()
    if found is None:
        raise Http404
    return str(found)
