"""Records that look alike: side by side, with what speaks for and against, and the answer of a person."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton

from comptoir.channels.backoffice import access, rows, shares
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.lists import (
    CountColumn,
    LinkColumn,
    ListView,
    PersonalColumn,
    StateColumn,
    TextColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.customer_page import page_of
from comptoir.channels.backoffice.screens.order_page import worded
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.duplicates import facade as duplicates
from comptoir.duplicates.contracts import DuplicateInfo, Evidence
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound

FIELDS = {
    "given": _("First name"), "family": _("Family name"), "email": _("E-mail"), "phone": _("Telephone"),
    "street": _("Street"), "place": _("Town and postcode"), "born": _("Birthday"),
}  # fmt: skip
SAYS = {
    "same": _("the same"), "box": _("the same name at another provider"),
    "turned": _("the other way round"), "close": _("a letter or a digit apart"),
    "near": _("similar"), "differs": _("different"), "missing": _("missing on one side: says nothing"),
}  # fmt: skip
AGREES = ("same", "box", "turned", "close")
SEARCH_WORDS = {
    "waiting": _("A search waits for the worker."), "reading": _("A search is reading the records."),
    "comparing": _("A search is comparing the records."),
    "writing": _("A search is writing down what it found."),
    "failed": _("The last search failed. Start another one; the log of the worker says why."),
}  # fmt: skip
STEPS = {"waiting": 0, "reading": 1, "comparing": 2, "writing": 3}


class DuplicateFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=rows.Duplicate.State.choices, widget=forms.CheckboxSelectMultiple
    )
    agrees = django_filters.ChoiceFilter(label=_("Agrees"), choices=list(FIELDS.items()), method="by_agreement")

    class Meta:
        model = rows.Duplicate
        fields: tuple[str, ...] = ()

    def by_agreement(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        alike = Q()
        for says in AGREES:
            alike |= Q(evidence__contains=[{"field": value, "says": says}])
        return found.filter(alike)


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=200, required=False,
        help_text=_("If there is something to remember. Such as: father and son, of one name and one house."),
    )  # fmt: skip


class DuplicatesList(ListView):
    template_name = "backoffice/duplicates_list.html"

    @cached_property
    def is_searchable(self) -> bool:
        """What is searched is e-mails and names: whether one is found would tell who may not see them."""
        return access.may(self.request.user, self.screen, "contact")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        search = duplicates.latest_search()
        running = bool(search and search.state in STEPS)
        told = SEARCH_WORDS.get(search.state) if search else None
        return super().get_context_data(
            search=search, running=running, told=told, step=STEPS.get(search.state, 0) if search else 0, **kwargs
        )


class DuplicatePage(ScreenPage):
    template_name = "backoffice/duplicate.html"
    header_icon = "copy"

    @cached_property
    def pair(self) -> DuplicateInfo:
        try:
            return duplicates.duplicate(self.kwargs["pk"])
        except NotFound as gone:
            raise Http404 from gone

    def get_page_title(self) -> str:
        return str(_("Linked by hand") if self.pair.by_hand else _("Do these look like one person?"))

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.pair.state == "open":
            return [("same", _("The same person"), "change"), ("different", _("Not the same"), "change")]
        return [("reopen", _("Take it back"), "change")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pair = self.pair
        may_see = access.may(self.request.user, self.screen, "contact")
        contacts = customers.people([pair.a, pair.b]) if may_see else {}
        return super().get_context_data(
            pair=pair,
            state=worded(pair.state, rows.Duplicate.State(pair.state).label),
            sure=sure(pair.probability),
            lines=[line(each, contacts.get(pair.a), contacts.get(pair.b)) for each in pair.evidence],
            rare=points(pair.weight - sum(each.weight for each in pair.evidence)),
            total=points(pair.weight),
            pages=[page_of(pair.a), page_of(pair.b)],
            who=rows.staff_names({pair.decided_by}).get(pair.decided_by, pair.decided_by),
            **kwargs,
        )


class SeekView(ActionView):
    """Concerns no single row: there is no pk in its address."""

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, pk=None, **kwargs)


class DuplicatesViewSet(CommandViewSet):
    model = rows.Duplicate
    name = "duplicates"
    screen = "duplicates"
    noun, nouns, plural = _("pair"), _("Look-alikes"), _("Pairs")
    icon = "copy"
    ordering = "-weight"
    filterset_class = DuplicateFilters
    index_view_class = DuplicatesList

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=lambda: rows.Duplicate.objects.exclude(by_hand=True, state="open"),
            enriched=with_people,
            searched=named,
            buttons_of=lambda request: (
                [HeaderButton(_("Look for more now"), url=reverse("duplicates:seek"), icon_name="search")]
                if access.may(request.user, self.screen, "change")
                else []
            ),
            lesson=_(
                "No two records look alike. They are compared once a day; whoever ordered with two e-mail addresses "
                "comes here, and you decide."
            ),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("pair", label=_("Pair"), classname="whole", accessor=called, get_url=page),
            PersonalColumn("a_named", label=_("One record"), accessor="a_named"),
            PersonalColumn("b_named", label=_("The other"), accessor="b_named"),
            TextColumn("agrees", label=_("Agrees"), accessor=agreeing),
            CountColumn("weight", label=_("How likely"), accessor=likely, sort_key="weight"),
            StateColumn("state", label=_("State"), accessor=lambda row: (row.state, row.get_state_display())),
            WhenColumn("found_at", label=_("Found"), sort_key="found_at"),
        ]

    def same(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        duplicates.decide_duplicate(pk, "same", reason=data["reason"], origin=origin, now=now)

    def different(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        duplicates.decide_duplicate(pk, "different", reason=data["reason"], origin=origin, now=now)

    def reopen(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        duplicates.decide_duplicate(pk, "open", origin=origin, now=now)

    def seek(self, pk: None, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        duplicates.seek_duplicates(origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        common = {"subject_of": subject, "back_of": lambda pk: reverse("duplicates:duplicate", args=(pk,))}
        seek = self.page(
            SeekView, command=self.seek, header_icon="search", page_title=_("Look for more now"), button=_("Look now"),
            explanation=_(
                "All records of customers are compared with each other, once more than the daily time. It takes a "
                "minute or so; what you decided stays as it is."
            ),
            verb_done=_("The search is asked for."), subject_of=lambda pk: str(self.nouns),
            back_of=lambda pk: reverse("duplicates:index"),
        )  # fmt: skip
        return [
            path("seek/", seek, name="seek"),
            path("<uuid:pk>/", self.page(DuplicatePage), name="duplicate"),
            self.action(
                "same", self.same, page_title=_("The same person"), button=_("They are one person"), form_class=WhyForm,
                explanation=_(
                    "From now on the two are one person for profiles, segments and figures, as far as each record "
                    "allows it, and the page of each shows the orders and promises of the other too. Log-ins, "
                    "consents and rights stay those of each record: nobody reads or erases the other by this. You can "
                    "take it back at any time, and all is as before."
                ),
                verb_done=_("The two records are linked."), **common,
            ),
            self.action(
                "different", self.different, page_title=_("Not the same"), button=_("They are two people"),
                form_class=WhyForm, explanation=_("This pair is not asked again, however alike the records become."),
                verb_done=_("Noted: two people."), **common,
            ),
            self.action(
                "reopen", self.reopen, page_title=_("Take it back"), button=_("Take it back"),
                explanation=_("The pair is to be decided again, as if nothing had been said."),
                verb_done=_("It is to be decided again."), **common,
            ),
        ]  # fmt: skip


def line(each: Evidence, a: Contact | None, b: Contact | None) -> dict[str, Any]:
    """A row of the comparison; what may not be seen is left out."""
    return {
        "field": FIELDS[each.field],
        "a": value(each.field, a),
        "b": value(each.field, b),
        "says": SAYS[each.says],
        "weight": points(each.weight) if each.says != "missing" else "",
    }


def points(weight: float) -> str:
    """With its sign, as the reader writes numbers."""
    return ("+" if weight >= 0 else "−") + number_format(abs(round(weight, 1)), 1)


def value(field: str, contact: Contact | None) -> str:
    if contact is None:
        return ""
    first, _space, rest = contact.name.partition(" ")
    return {
        "given": first, "family": rest, "email": contact.email, "phone": contact.phone, "street": contact.street,
        "place": f"{contact.postcode} {contact.city}".strip(),
    }.get(field, "")  # fmt: skip


def with_people(found: list[Any]) -> list[Any]:
    contacts = customers.people({each for row in found for each in (row.a_id, row.b_id)})
    for row in found:
        row.a_named, row.b_named = (short(contacts.get(each)) for each in (row.a_id, row.b_id))
    return found


def short(contact: Contact | None) -> str:
    """Name and town, or the e-mail of who gave none."""
    if contact is None:
        return ""
    return ", ".join(each for each in (contact.name, contact.city) if each) or contact.email


def named(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Pairs with a record whose e-mail or name begins so, or with this telephone."""
    ids = customers.matching(text)
    return found.filter(Q(a_id__in=ids) | Q(b_id__in=ids))


def agreeing(row: Any) -> str:
    return ", ".join(str(FIELDS[each["field"]]).lower() for each in row.evidence if each["says"] in AGREES)


def likely(row: Any) -> str:
    return sure(duplicates.probability(row.weight))


def sure(probability: float) -> str:
    """Never 100 and never 0: that would be certain."""
    return shares.percent(max(0.01, min(0.99, probability)))


def called(row: Any) -> str:
    return _t("Pair %(number)s") % {"number": str(row.pk)[-6:]}


def subject(pk: UUID) -> str:
    return _t("Pair %(number)s") % {"number": str(duplicates.duplicate(pk).id)[-6:]}


def page(row: Any) -> str:
    return reverse("duplicates:duplicate", args=(row.pk,))

