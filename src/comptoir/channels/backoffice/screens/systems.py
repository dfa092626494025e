"""Other systems: their keys, what they own, where we disagree, and how comparisons ended."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import rows
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.lists import CountColumn, LinkColumn, StateColumn, TextColumn, WhenColumn
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.webhooks import found
from comptoir.channels.backoffice.words import paired
from comptoir.interconnect import facade as interconnect
from comptoir.journal.contracts import Origin

KIND_WORDS = {
    "product": _("product"), "price": _("price"), "stock": _("stock"), "order": _("order"), "customer": _("customer"),
}  # fmt: skip
FIELD_WORDS = {
    "name": _("name"), "description": _("description"), "brand": _("brand"), "category": _("category"),
    "nature": _("what it is"), "tax_category": _("VAT category"), "variants": _("variants"), "amount": _("amount"),
    "on_hand": _("on hand"),
    "change": _("on hand"), "state": _("state"), "email": _("e-mail"), "street": _("street"), "more": _("more"),
    "postcode": _("postcode"), "city": _("city"), "country": _("country"), "phone": _("telephone"),
}  # fmt: skip
CONFLICT_WORDS = {"open": _("to be decided"), "ours": _("ours kept"), "theirs": _("theirs taken")}
REASON_WORDS = {"not_owner": _("wrote what it does not own"), "changed_here": _("changed here, owned there")}
WHAT_WORDS = {"missing_here": _("missing here"), "missing_there": _("missing there"), "different": _("different")}


def key_choices() -> list[tuple[str, str]]:
    keys = rows.ApiKey.objects.filter(revoked_at=None).order_by("name")
    return [(key.prefix, f"{key.name} ({key.prefix}…)") for key in keys]


def field_choices() -> list[tuple[str, str]]:
    return [
        (f"{kind}.{field}", paired(KIND_WORDS[kind], FIELD_WORDS[field]))
        for kind, fields in interconnect.FIELDS.items()
        for field in fields
    ]


def system_choices() -> list[tuple[str, Any]]:
    return [("", _("nobody: everybody may write it")), *((str(row.pk), row.name) for row in rows.System.objects.all())]


class SystemForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=100)
    keys = forms.MultipleChoiceField(
        label=_("API keys"), choices=key_choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whoever calls with one of these is this system."),
    )  # fmt: skip
    shares_ids = forms.BooleanField(
        label=_("Uses our ids"), required=False, initial=True,
        help_text=_("An id that is not linked yet is taken for ours. Untick when its numbers are its own."),
    )  # fmt: skip


class NewSystemForm(SystemForm):
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Lower-case letters, digits and hyphens."))
    field_order = ("code", "name")


class OwnerForm(forms.Form):
    field = forms.ChoiceField(label=_("Field"), choices=field_choices)
    system = forms.ChoiceField(label=_("Owner"), choices=system_choices, required=False)
    policy = forms.ChoiceField(
        label=_("What others write is"), choices=[("record", _("recorded as a conflict")), ("refuse", _("refused"))]
    )


class OwnersPage(ScreenPage):
    template_name = "backoffice/owners.html"
    page_title = _("Who owns which field")

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("Set an owner"), url=reverse("systems:set_owner"), icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owners = rows.Owner.objects.select_related("system").order_by("kind", "field")
        listed = [(KIND_WORDS[one.kind], FIELD_WORDS[one.field], one.system.name, one.policy) for one in owners]
        return super().get_context_data(owners=listed, **kwargs)


class SetOwnerView(ActionView):
    """Concerns no single row: there is no pk in its address."""

    form_class = OwnerForm

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, pk=None, **kwargs)


class SystemsViewSet(CommandViewSet):
    model = rows.System
    name = "systems"
    screen = "systems"
    noun, nouns = _("system"), _("Systems")
    adding = _("Connect a system")
    icon = "site"
    ordering = "code"
    create_form = NewSystemForm
    change_form = SystemForm

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            searched=lambda found, text: found.filter(Q(name__icontains=text) | Q(code__icontains=text)),
            buttons_of=lambda request: [
                HeaderButton(_("Field owners"), url=reverse("systems:owners"), icon_name="lock")
            ],
            lesson=_("No other system is connected. Make an ERP or a till that exchanges through the API known here."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("name", label=_("Name"), get_url=lambda row: reverse("systems:edit", args=(row.pk,))),
            TextColumn("code", label=_("Code"), sort_key="code"),
            TextColumn("keys", label=_("API keys"), accessor=lambda row: ", ".join(row.keys)),
            WhenColumn("created_at", label=_("Connected"), sort_key="created_at"),
        ]

    def initial(self, instance: Any) -> dict[str, Any]:
        return {"name": instance.name, "keys": instance.keys, "shares_ids": instance.shares_ids}

    def create(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> Any:
        return interconnect.connect_system(
            data["code"], data["name"], data["keys"], shares_ids=data["shares_ids"], origin=origin, now=now
        )

    def change(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        interconnect.change_system(
            pk, data["name"], data["keys"], shares_ids=data["shares_ids"], origin=origin, now=now
        )

    def own(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        kind, _dot, field = data["field"].partition(".")
        system = UUID(data["system"]) if data["system"] else None
        interconnect.set_owner(kind, field, system, data["policy"], origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        set_owner = self.page(
            SetOwnerView, command=self.own, header_icon="lock", page_title=_("Set an owner"), button=_("Set it"),
            explanation=_("From now on this system alone says what the field is."),
            verb_done=_("The owner is set."), subject_of=lambda pk: str(_("Field owners")),
            back_of=lambda pk: reverse("systems:owners"),
        )  # fmt: skip
        return [
            path("owners/", self.page(OwnersPage, header_icon="lock"), name="owners"),
            path("owners/set/", set_owner, name="set_owner"),
        ]


class ConflictFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=list(CONFLICT_WORDS.items()), widget=forms.CheckboxSelectMultiple
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KIND_WORDS.items()))
    system = django_filters.ModelChoiceFilter(label=_("System"), queryset=lambda request: rows.System.objects.all())

    class Meta:
        model = rows.Conflict
        fields: tuple[str, ...] = ()


class ConflictPage(ScreenPage):
    template_name = "backoffice/conflict.html"

    @cached_property
    def conflict(self) -> Any:
        return found(rows.Conflict, self.kwargs["pk"])

    def get_page_title(self) -> str:
        return subject(self.conflict.pk)

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.conflict.state != "open":
            return []
        return [("ours", _("Keep ours"), "change"), ("theirs", _("Take theirs"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.conflict
        return super().get_context_data(
            conflict=one, state=CONFLICT_WORDS[one.state], reason=REASON_WORDS[one.reason], ours=shown(one.ours),
            theirs=shown(one.theirs), who=with_names([one])[0].who, **kwargs,
        )  # fmt: skip


class ConflictsViewSet(CommandViewSet):
    model = rows.Conflict
    name = "conflicts"
    screen = "conflicts"
    noun, nouns = _("conflict"), _("Conflicts")
    icon = "warning"
    filterset_class = ConflictFilters
    ordering = "-raised_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Conflict.objects.select_related("system"),
            searched=by_id,
            enriched=with_names,
            lesson=_("Nobody contradicts anybody. What two sides say differently about a field that has an owner"
                     " comes here."),
            **kwargs,
        )  # fmt: skip

    def columns(self) -> list[Column]:
        return [
            LinkColumn(
                "external_id", label=_("What"), get_url=lambda row: reverse("conflicts:conflict", args=(row.pk,))
            ),
            TextColumn("field", label=_("Field"), accessor=field_of),
            StateColumn("state", label=_("State"), accessor=lambda row: (tone(row.state), CONFLICT_WORDS[row.state])),
            TextColumn("ours", label=_("Ours"), accessor=lambda row: shown(row.ours)[:80]),
            TextColumn("theirs", label=_("Theirs"), accessor=lambda row: shown(row.theirs)[:80]),
            TextColumn("system", label=_("System"), accessor="system.name"),
            TextColumn("reason", label=_("Why"), accessor=lambda row: REASON_WORDS[row.reason]),
            TextColumn("who", label=_("Who")),
            WhenColumn("raised_at", label=_("When"), sort_key="raised_at"),
        ]

    def ours(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        interconnect.decide(pk, "ours", origin=origin, now=now)

    def theirs(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        interconnect.decide(pk, "theirs", origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": lambda pk: reverse("conflicts:conflict", args=(pk,))}
        return [
            path("<uuid:pk>/", self.page(ConflictPage, header_icon=self.icon), name="conflict"),
            self.action(
                "ours", self.ours, page_title=_("Keep ours"), button=_("Keep ours"),
                explanation=_("Nothing changes here. The other system reads our value with the next changes."),
                verb_done=_("The conflict is decided."), **common,
            ),
            self.action(
                "theirs", self.theirs, page_title=_("Take theirs"), button=_("Take theirs"),
                explanation=_("Their value is written here, in your name."),
                verb_done=_("The conflict is decided."), **common,
            ),
        ]  # fmt: skip


class ReportFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KIND_WORDS.items()))

    class Meta:
        model = rows.Report
        fields: tuple[str, ...] = ()


class ReportPage(ScreenPage):
    template_name = "backoffice/report.html"

    @cached_property
    def report(self) -> Any:
        return found(rows.Report, self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(KIND_WORDS[self.report.kind])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        differences = [
            (one["id"], WHAT_WORDS[one["what"]], ", ".join(one["fields"]), shown(one["ours"]), shown(one["theirs"]))
            for one in self.report.differences[:200]
        ]
        return super().get_context_data(report=self.report, differences=differences, **kwargs)


class ReportsViewSet(CommandViewSet):
    model = rows.Report
    name = "comparisons"
    screen = "comparisons"
    noun, nouns = _("comparison"), _("Comparisons")
    icon = "list-ul"
    filterset_class = ReportFilters
    ordering = "-at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Report.objects.select_related("system").defer("differences"),
            lesson=_("No system has compared its listing with ours yet. It does so through the API."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn(
                "kind", label=_("Kind"), accessor=lambda row: KIND_WORDS[row.kind],
                get_url=lambda row: reverse("comparisons:comparison", args=(row.pk,)),
            ),
            TextColumn("system", label=_("System"), accessor=lambda row: row.system.name if row.system else ""),
            StateColumn("result", label=_("Result"), accessor=result),
            TextColumn("page", label=_("Page"), accessor=lambda row: _("all") if row.page is None else row.page),
            CountColumn("ours", label=_("Ours")),
            CountColumn("theirs", label=_("Theirs")),
            CountColumn("different", label=_("Differences"), sort_key="different"),
            WhenColumn("at", label=_("When"), sort_key="at"),
        ]  # fmt: skip

    def extra_urls(self) -> list[URLPattern]:
        return [path("<uuid:pk>/", self.page(ReportPage, header_icon=self.icon), name="comparison")]


def subject(pk: UUID) -> str:
    one = found(rows.Conflict, pk)
    return paired(one.external_id, FIELD_WORDS[one.field])


def by_id(queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
    return queryset.filter(external_id__icontains=text.strip())


def with_names(found: list[Any]) -> list[Any]:
    staff = rows.staff_names({row.actor for row in found})
    for row in found:
        row.who = staff.get(row.actor, row.actor)
    return found


def shown(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def field_of(row: Any) -> str:
    return paired(KIND_WORDS[row.kind], FIELD_WORDS[row.field])


def tone(state: str) -> str:
    return "pending" if state == "open" else "delivered"


def result(row: Any) -> tuple[str, Any]:
    return ("refused", _("different")) if row.different else ("paid", _("equal"))
