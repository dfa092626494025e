"""Who reports events, and what of that arrives: each with its verdict and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import ActionView, CommandCreateView, CommandViewSet
from comptoir.channels.backoffice.lists import ChannelColumn, LinkColumn, ListView, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.keys import storefront_choices
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.journal.contracts import Origin
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid
from comptoir.sources import facade as sources
from comptoir.sources.contracts import SourceDraft, SourceInfo

LONGEST_LOOK = timedelta(days=1)
STATE_WORDS = {"active": pgettext_lazy("source", "active"), "paused": pgettext_lazy("source", "paused")}
REGIME_WORDS = {
    "carried": _("each event says it"),
    "required": _("required: what says nothing is only counted"),
    "contract": _("not needed: the events serve a contract"),
}
KIND_WORDS = {
    "public": _("pages and applications, with a public key"),
    "server": _("a server of ours, with a secret key"),
}
VERDICT_WORDS = {
    "kept": _("kept"),
    "counted": _("counted, tied to nobody"),
    "left": _("left out: without consent, or of somebody forgotten"),
    "repeated": _("known already"),
    "refused": _("refused"),
}
REASON_WORDS = {
    "older_name": _("has an older name"),
    "unknown_event": _("is not in the tracking plan"),
    "missing": _("lacks"),
    "type": _("has another type than planned"),
    "clock_skewed": _("its clock was wrong, the time is corrected"),
    "time_ahead": _("says that it is still to come"),
    "time_missing": _("says no time"),
    "consent_missing": _("says nothing of consent"),
    "customer_forgotten": _("names a customer who was forgotten"),
    "no_user_anon_id": _("names neither a device nor a user"),
    "event_missing": _("has no name"),
    "type_unknown": _("is of no known type"),
    "too_large": _("is larger than 32 kB"),
    "not_an_event": _("is no object that can be read"),
    "not_storable": _("holds what the database cannot keep"),
    "id_too_long": _("has an id of over 200 characters"),
    "id_missing": _("lacks an id"),
    "message_id_too_long": _("has a message id of over 100 characters"),
    "batch_too_long": _("came after the 2,500th of its batch"),
}


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("A site, an application or a program."))
    storefront = forms.ChoiceField(label=_("Storefront"), choices=storefront_choices)
    channel = forms.SlugField(
        label=_("Channel"), max_length=40, initial="web", help_text=_("Stands on every event that it reports.")
    )
    regime = forms.ChoiceField(label=_("Consent"), choices=list(REGIME_WORDS.items()), initial="required")
    origins = forms.CharField(
        label=_("Web origins"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Those that may send, one a line, such as https://www.example.com. Empty for any."),
    )  # fmt: skip
    plan = forms.CharField(
        label=_("Tracking plan"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Events beside the widespread e-commerce ones, one a line: “Size Guide Opened: product_id text*, seconds"
            " number”. Types are text, number, flag, list, object and any; a star: has to be there. What differs is"
            " kept and marked."
        ),
    )  # fmt: skip


class NewSourceForm(SourceForm):
    kind = forms.ChoiceField(
        label=_("Who sends"), choices=list(KIND_WORDS.items()), initial="public",
        help_text=_("A server gets a secret key, shown once. With it, the id of a customer as user id names them."),
    )  # fmt: skip
    code = forms.SlugField(label=_("Code"), max_length=50, help_text=_("Stands on every event, and stays."))
    field_order = ("code", "kind")


class RotateView(ActionView):
    """Leads to the new key, which a public source shows on its page too, and a server nowhere else."""

    @property
    def explanation(self) -> Any:
        if found(self.kwargs["pk"]).kind == "server":
            return _(
                "The present secret stops at once: what is sent with it is refused until your server has the new one."
            )
        return _("The present key is accepted for seven days more, so that everything can change over.")

    def done(self) -> HttpResponse:
        is_secret = found(self.kwargs["pk"]).kind == "server"
        context = self.get_context_data(
            secret=self.answer, name=self.subject, back=reverse("sources:index"), is_secret=is_secret
        )
        return TemplateResponse(self.request, "backoffice/source_key.html", context)


class NewSourceView(CommandCreateView):
    """A server's secret is shown this once; a public key stands on the page of its source."""

    def done(self) -> HttpResponse:
        if self.answer.kind == "public":
            return super().done()
        context = self.get_context_data(
            secret=self.answer.write_key, name=self.answer.name, back=source_page(self.answer.id), is_secret=True
        )
        return TemplateResponse(self.request, "backoffice/source_key.html", context)


class SourcePage(ScreenPage):
    template_name = "backoffice/source.html"

    @cached_property
    def source(self) -> SourceInfo:
        return found(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.source.name

    def actions(self) -> list[tuple[str, Any, str]]:
        stop = ("pause", _("Pause"), "change") if self.source.state == "active" else ("resume", _("Resume"), "change")
        return [("change", _("Change"), "change"), ("rotate", _("New write key"), "change"), stop]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            source=self.source,
            state=STATE_WORDS[self.source.state],
            regime=REGIME_WORDS[self.source.regime],
            kind=KIND_WORDS[self.source.kind],
            plan=sources.written_plan(self.source.plan),
            arrivals=f"{reverse('arrivals:index')}?source={self.source.code}",
            **kwargs,
        )


class SourcesViewSet(CommandViewSet):
    model = rows.Source
    name = "sources"
    screen = "sources"
    noun, nouns = _("source of events"), _("Sources of events")
    adding = _("Add a source")
    icon = "link"
    ordering = "name"
    create_form = NewSourceForm
    add_view_class = NewSourceView

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda listed, text: listed.filter(Q(name__icontains=text) | Q(code__icontains=text)),
            lesson=_("Nobody reports yet. A site or program that sends its events here needs a source with a key."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=source_url, sort_key="name"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, STATE_WORDS[row.state])),
            TextColumn("code", label=_("Code"), sort_key="code"),
            TextColumn("storefront", label=_("Storefront"), sort_key="storefront"),
            ChannelColumn("channel", label=_("Channel"), sort_key="channel"),
            TextColumn("regime", label=_("Consent"), accessor=lambda row: REGIME_WORDS[row.regime]),
            WhenColumn("created_at", label=_("Added"), sort_key="created_at"),
        ]

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return sources.open_source(data["code"], draft(data), kind=data["kind"], origin=origin, now=now)

    def edit(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        sources.change_source(pk, draft(data), origin=origin, now=now)

    def rotate(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> str:
        return sources.rotate_source_key(pk, origin=origin, now=now)

    def pause(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        sources.set_source_state(pk, "paused", origin=origin, now=now)

    def resume(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        sources.set_source_state(pk, "active", origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": lambda pk: found(pk).name, "back_of": source_page}
        rotate = self.page(
            RotateView, command=self.rotate, header_icon=self.icon, page_title=_("New write key"),
            button=_("Make a new key"), verb_done="", **common,
        )  # fmt: skip
        return [
            path("<uuid:pk>/", self.page(SourcePage, header_icon=self.icon), name="source"),
            path("<uuid:pk>/rotate/", rotate, name="rotate"),
            self.action(
                "change", self.edit, page_title=_("Change"), button=_("Save"), form_class=SourceForm,
                form_kwargs_of=initial, verb_done=_("The source is changed."), **common,
            ),
            self.action(
                "pause", self.pause, page_title=_("Pause"), button=_("Pause"),
                explanation=_(
                    "Nothing is taken from it until you resume: its programs are told that the key is unknown."
                ),
                verb_done=_("The source is paused."), **common,
            ),
            self.action(
                "resume", self.resume, page_title=_("Resume"), button=_("Resume"),
                explanation=_("Its events are taken again."), verb_done=_("The source is active."), **common,
            ),
        ]  # fmt: skip


class ArrivalFilters(WagtailFilterSet):
    source = django_filters.AllValuesFilter(label=_("Source"))
    verdict = django_filters.MultipleChoiceFilter(
        label=_("Verdict"), choices=list(VERDICT_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = rows.Verdict
        fields: tuple[str, ...] = ()


class ArrivalsList(ListView):
    template_name = "backoffice/arrivals_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(live_since=clock.now().isoformat(), **kwargs)


class ArrivedView(PermissionCheckedMixin, View):
    """How many events came `since`, for the list that follows them: all of them, not only those that have a row."""

    permission_required = "view"

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            since = datetime.fromisoformat(request.GET.get("since", ""))
        except ValueError:
            return JsonResponse({}, status=400)
        if since.tzinfo is None or clock.now() - since > LONGEST_LOOK:
            return JsonResponse({}, status=400)
        found = rows.Tally.objects.filter(at__gte=since)
        if source := request.GET.get("source"):
            found = found.filter(source=source)
        sums = found.aggregate(all=Sum("times"), refused=Sum("times", filter=Q(verdict="refused")))
        arrived, refused = sums["all"] or 0, sums["refused"] or 0
        told = ngettext("%(n)s event since you look", "%(n)s events since you look", arrived) % {"n": arrived}
        told += ngettext(", %(n)s refused", ", %(n)s refused", refused) % {"n": refused} if refused else ""
        return JsonResponse({"arrived": arrived, "told": told})


class ArrivalsViewSet(CommandViewSet):
    model = rows.Verdict
    name = "arrivals"
    screen = "arrivals"
    noun, nouns = _("arrival"), _("Arriving events")
    icon = "history"
    filterset_class = ArrivalFilters
    index_view_class = ArrivalsList
    ordering = "-id"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=by_words,
            lesson=_("Nothing arrived yet. The latest 20,000 verdicts stand here, the newest first."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            WhenColumn("at", label=_("When")),
            TextColumn("source", label=_("Source")),
            TextColumn("kind", label=_("Kind")),
            TextColumn("event", label=_("Event")),
            StateColumn("verdict", label=_("Verdict"), accessor=lambda row: (row.verdict, VERDICT_WORDS[row.verdict])),
            TextColumn("why", label=_("Why"), accessor=why),
            TextColumn("message_id", label=_("Message")),
        ]

    def extra_urls(self) -> list[URLPattern]:
        arrived = ArrivedView.as_view(permission_policy=self.permission_policy)
        return [path("arrived/", arrived, name="arrived")]


def why(row: Any) -> str:
    said = []
    for reason in row.reasons:
        code, _colon, name = reason.partition(":")
        said.append(" ".join(filter(None, (str(REASON_WORDS.get(code, code)), name))))
    return ", ".join(said)


def by_words(listed: QuerySet[Any], text: str) -> QuerySet[Any]:
    return listed.filter(Q(event__icontains=text) | Q(message_id=text.strip()))


def draft(data: dict[str, Any]) -> SourceDraft:
    """Refuses Invalid for a plan that cannot be read."""
    plan = sources.read_plan(data["plan"])
    if plan is None:
        raise Invalid({"plan": str(_("A line cannot be read. Write each as: Name: property type, property type*"))})
    return SourceDraft(
        name=data["name"], storefront=data["storefront"], channel=data["channel"], regime=data["regime"],
        origins=tuple(data["origins"].split()), plan=plan,
    )  # fmt: skip


def initial(pk: UUID) -> dict[str, Any]:
    source = found(pk)
    names = ("name", "storefront", "channel", "regime")
    texts = {"origins": "\n".join(source.origins), "plan": sources.written_plan(source.plan)}
    return {"initial": {name: getattr(source, name) for name in names} | texts}


def found(pk: UUID) -> SourceInfo:
    row = rows.Source.objects.filter(pk=pk).exists()
    if not row:
        raise Http404
    return sources.source(pk)


def source_page(pk: UUID) -> str:
    return reverse("sources:source", args=(pk,))


def source_url(row: Any) -> str:
    return source_page(row.pk)
