"""Endpoints outside that are told what happened, and each delivery with what was answered."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import ActionView, CommandCreateView, CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.keys import storefront_choices
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal import facade as journal
from comptoir.journal.contracts import EndpointDraft, Origin

STATE_WORDS = {"active": _("active"), "paused": _("paused"), "off": _("switched off")}
OFF_WORDS = {
    "gone": _("its receiver answered that it is gone (410)"),
    "failing": _("every delivery failed for five days"),
    "closed": _("switched off by hand"),
}
DELIVERY_WORDS = {"pending": _("to be delivered"), "delivered": _("delivered"), "failed": _("given up")}


def all_storefronts() -> list[tuple[str, Any]]:
    return [("", _("all")), *storefront_choices()]


class EndpointForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("Who or what listens."))
    address = forms.CharField(
        label=_("Address"), max_length=2000, help_text=_("https, port 443 or 8443, on the public internet.")
    )
    patterns = forms.CharField(
        label=_("Events"), max_length=2000, initial="order.*",
        help_text=_("Separated by spaces: order.placed for one, order.* for all of a kind, * for everything."),
    )  # fmt: skip
    storefront = forms.ChoiceField(label=_("Storefront"), choices=all_storefronts, required=False)
    legal_entity = forms.CharField(
        label=_("Legal entity"), max_length=50, required=False, help_text=_("Its code; empty for all.")
    )
    contact = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Written to when the endpoint is switched off.")
    )


class SpanForm(forms.Form):
    since = forms.DateTimeField(label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))
    until = forms.DateTimeField(label=_("Until before"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}))


def secret_page(view: Any, name: str, secret: str) -> HttpResponse:
    context = view.get_context_data(name=name, secret=secret, back=reverse("webhooks:index"))
    answer = TemplateResponse(view.request, "backoffice/webhook_secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


class OpenView(CommandCreateView):
    """Answers with the secret: no other page can show it."""

    page_title = _("Add an endpoint")
    submit_button_label = _("Add it")

    def done(self) -> HttpResponse:
        return secret_page(self, self.form.cleaned_data["name"], self.answer[1])


class RotateView(ActionView):
    def done(self) -> HttpResponse:
        return secret_page(self, self.subject, self.answer)


class EndpointPage(ScreenPage):
    template_name = "backoffice/webhook.html"

    @cached_property
    def endpoint(self) -> Any:
        return found(rows.WebhookEndpoint, self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.endpoint.name)

    def actions(self) -> list[tuple[str, Any, str]]:
        go_on = [("resume", _("Resume"), "change")] if self.endpoint.state != "active" else []
        stop = [("pause", _("Pause"), "change")] if self.endpoint.state == "active" else []
        off = [("close", _("Switch off"), "change")] if self.endpoint.state != "off" else []
        return [
            ("test", _("Send a test event"), "change"), ("change", _("Change"), "change"), *go_on, *stop,
            ("replay", _("Replay"), "change"), ("rotate", _("Rotate the secret"), "change"), *off,
        ]  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        latest = rows.WebhookDelivery.objects.filter(endpoint=self.endpoint).order_by("-id").defer("body")[:20]
        return super().get_context_data(
            endpoint=self.endpoint,
            state=STATE_WORDS[self.endpoint.state],
            off=OFF_WORDS.get(self.endpoint.off_reason, ""),
            patterns=" ".join(self.endpoint.patterns),
            latest=[(one, DELIVERY_WORDS[one.state]) for one in latest],
            more=f"{reverse('deliveries:index')}?endpoint={self.endpoint.pk}",
            **kwargs,
        )


class WebhooksViewSet(CommandViewSet):
    model = rows.WebhookEndpoint
    name = "webhooks"
    screen = "webhooks"
    noun, nouns = _("webhook"), _("Webhooks")
    adding = _("Add an endpoint")
    icon = "link-external"
    ordering = "name"
    create_form = EndpointForm
    add_view_class = OpenView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda found, text: found.filter(Q(name__icontains=text) | Q(address__icontains=text)),
            lesson=_("Nobody outside is told yet. A program that wants to hear what happens needs an endpoint here."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=endpoint_url, sort_key="name"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, STATE_WORDS[row.state])),
            TextColumn("address", label=_("Address"), sort_key="address"),
            TextColumn("events", label=_("Events"), accessor=lambda row: " ".join(row.patterns)),
            TextColumn("storefront", label=_("Storefront")),
            WhenColumn("failing_since", label=_("Failing since"), sort_key="failing_since"),
            WhenColumn("created_at", label=_("Added"), sort_key="created_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return journal.open_webhook(draft(data), origin=origin, now=now)

    def edit(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.change_webhook(pk, draft(data), origin=origin, now=now)

    def resume(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.set_webhook_state(pk, "active", origin=origin, now=now)

    def pause(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.set_webhook_state(pk, "paused", origin=origin, now=now)

    def close(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.set_webhook_state(pk, "off", origin=origin, now=now)

    def test(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.send_test_webhook(pk, origin=origin, now=now)

    def replay(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.replay_webhooks(pk, data["since"], data["until"], origin=origin, now=now)

    def rotate(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> str:
        return journal.rotate_webhook_secret(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": endpoint_name, "back_of": endpoint_page}
        rotate = self.page(
            RotateView, command=self.rotate, header_icon=self.icon, page_title=_("Rotate the secret"),
            button=_("Make a new secret"), verb_done="",
            explanation=_("The present secret signs too for 24 hours, so that the receiver can change over."), **common,
        )  # fmt: skip
        return [
            path("<uuid:pk>/", self.page(EndpointPage, header_icon=self.icon), name="webhook"),
            path("<uuid:pk>/rotate/", rotate, name="rotate"),
            self.action(
                "change", self.edit, page_title=_("Change"), button=_("Save"), form_class=EndpointForm,
                form_kwargs_of=initial, verb_done=_("The endpoint is changed."), **common,
            ),
            self.action(
                "test", self.test, page_title=_("Send a test event"), button=_("Send it"),
                explanation=_("An event webhook.test is delivered like any other."),
                verb_done=_("The test event is on its way."), **common,
            ),
            self.action(
                "pause", self.pause, page_title=_("Pause"), button=_("Pause"),
                explanation=_("What happens meanwhile is kept and delivered when you resume."),
                verb_done=_("The endpoint is paused."), **common,
            ),
            self.action(
                "resume", self.resume, page_title=_("Resume"), button=_("Resume"),
                explanation=_("What waits is delivered at once. What happened while it was off comes by a replay."),
                verb_done=_("The endpoint is active."), **common,
            ),
            self.action(
                "close", self.close, page_title=_("Switch off"), button=_("Switch off"), serious=True,
                explanation=_("Nothing is sent and nothing is kept for it from now on."),
                verb_done=_("The endpoint is switched off."), **common,
            ),
            self.action(
                "replay", self.replay, page_title=_("Replay"), button=_("Deliver again"), form_class=SpanForm,
                explanation=_("Everything of this time span is delivered again, also what happened while it was off."),
                verb_done=_("The events are on their way again."), **common,
            ),
        ]  # fmt: skip


class DeliveryFilters(WagtailFilterSet):
    endpoint = django_filters.ModelChoiceFilter(
        label=_("Endpoint"), queryset=lambda request: rows.WebhookEndpoint.objects.order_by("name")
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=list(DELIVERY_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    type = django_filters.AllValuesFilter(label=_("Event"))
    created_at = django_filters.DateFromToRangeFilter(label=_("When"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.WebhookDelivery
        fields: tuple[str, ...] = ()


class DeliveryPage(ScreenPage):
    template_name = "backoffice/delivery.html"

    @cached_property
    def delivery(self) -> Any:
        return found(rows.WebhookDelivery, self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.delivery.type)

    def actions(self) -> list[tuple[str, Any, str]]:
        return [("replay", _("Replay"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tries = list(rows.WebhookAttempt.objects.filter(delivery=self.delivery).order_by("-id")[:50])
        return super().get_context_data(
            delivery=self.delivery,
            state=DELIVERY_WORDS[self.delivery.state],
            body=json.dumps(json.loads(self.delivery.body), indent=2, ensure_ascii=False),
            tries=[(one, "\n".join(f"{name}: {value}" for name, value in one.request.items())) for one in tries],
            **kwargs,
        )


class DeliveriesViewSet(CommandViewSet):
    model = rows.WebhookDelivery
    name = "deliveries"
    screen = "webhooks"
    noun, nouns = _("delivery"), _("Deliveries")
    icon = "mail"
    filterset_class = DeliveryFilters
    ordering = "-id"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.WebhookDelivery.objects.select_related("endpoint").defer("body"),
            searched=by_words,
            lesson=_("Nothing was told outside yet."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("type", label=_("Event"), get_url=delivery_url, sort_key="type"),
            TextColumn("endpoint", label=_("Endpoint"), accessor="endpoint.name"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, DELIVERY_WORDS[row.state])),
            TextColumn("subject", label=_("Subject"), accessor=lambda row: f"{row.subject_kind} {row.subject_id}"),
            CountColumn("attempts", label=_("Tries"), sort_key="attempts"),
            TextColumn("last_error", label=_("Last error")),
            WhenColumn("due_at", label=_("Next try"), accessor=next_try),
            WhenColumn("created_at", label=_("When"), sort_key="created_at"),
        ]

    def replay(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        journal.replay_webhook(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("<int:pk>/", self.page(DeliveryPage, header_icon=self.icon), name="delivery"),
            self.action(
                "replay", self.replay, page_title=_("Replay"), button=_("Deliver again"),
                explanation=_("It is sent again with the same webhook-id, so that the receiver can tell."),
                verb_done=_("The events are on their way again."),
                subject_of=lambda pk: found(rows.WebhookDelivery, pk).type,
                back_of=lambda pk: reverse("deliveries:delivery", args=(pk,)),
            ),
        ]  # fmt: skip


def draft(data: dict[str, Any]) -> EndpointDraft:
    return EndpointDraft(
        name=data["name"], address=data["address"].strip(), patterns=tuple(data["patterns"].split()),
        storefront=data["storefront"], legal_entity=data["legal_entity"], contact=data["contact"],
    )  # fmt: skip


def initial(pk: UUID) -> dict[str, Any]:
    row = found(rows.WebhookEndpoint, pk)
    names = ("name", "address", "storefront", "legal_entity", "contact")
    return {"initial": {name: getattr(row, name) for name in names} | {"patterns": " ".join(row.patterns)}}


def next_try(row: Any) -> datetime | None:
    return row.due_at if row.state == "pending" else None


def by_words(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    """An order's or another subject's id, a type, a part of the error."""
    text = text.strip()
    return queryset.filter(Q(subject_id=text) | Q(type__startswith=text) | Q(last_error__icontains=text))


def found(model: Any, pk: Any) -> Any:
    row = model.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def endpoint_name(pk: UUID) -> str:
    return str(found(rows.WebhookEndpoint, pk).name)


def endpoint_page(pk: UUID) -> str:
    return reverse("webhooks:webhook", args=(pk,))


def endpoint_url(row: Any) -> str:
    return endpoint_page(row.pk)


def delivery_url(row: Any) -> str:
    return reverse("deliveries:delivery", args=(row.pk,))
