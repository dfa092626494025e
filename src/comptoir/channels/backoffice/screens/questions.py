"""Questions on products, and the answers of the house and of buyers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import (
    CountColumn,
    LinkColumn,
    PersonalColumn,
    StateColumn,
    TextColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.reviews import STATES, refused, state
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import QuestionInfo


class QuestionFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    open = django_filters.BooleanFilter(
        label=_("Something is to be read or answered"), method="by_open", widget=forms.CheckboxInput, initial=False
    )

    class Meta:
        model = rows.Question
        fields: tuple[str, ...] = ()

    def by_open(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        to_do = Q(state="waiting") | Q(shown=0, state="published") | Q(unread__gt=0)
        return queryset.filter(to_do) if value else queryset


class QuestionPage(ScreenPage):
    """What was asked, every answer, and the buttons that decide."""

    template_name = "backoffice/question.html"

    @cached_property
    def question(self) -> QuestionInfo:
        return record(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.question.product.read(access.locale())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.question
        return super().get_context_data(
            question=found,
            product=found.product.read(access.locale()),
            state=state(found),
            reason=str(reviews.REFUSALS.get(found.refusal, "")),
            answers=[(each, state(each)) for each in found.answers],
            refusals=[(code, str(words)) for code, words in reviews.REFUSALS.items()],
            may_decide=access.may(self.request.user, "questions", "change"),
            personal=access.may(self.request.user, "questions", "contact"),
            **kwargs,
        )


class DecideView(PermissionCheckedMixin, View):
    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(address_of(record(kwargs["pk"]).id))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = record(kwargs["pk"])
        try:
            decide(found, request.POST, access.origin(request))
        except Refusal as refusal:
            messages.error(request, refused(refusal))
        else:
            messages.success(request, _now("Done."))
        return HttpResponseRedirect(address_of(found.id))


class QuestionsViewSet(CommandViewSet):
    model = rows.Question
    name = "questions"
    screen = "questions"
    noun, nouns = _("question"), _("Questions")
    icon = "help"
    filterset_class = QuestionFilters
    ordering = "-asked_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=listed,
            searched=lambda found, text: found.filter(text__icontains=text.strip()),
            lesson=_("Nobody has asked yet. Visitors do it from the page of a product."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            LinkColumn("text", label=_("Question"), accessor=lambda row: row.text[:120] or "–", get_url=address_of_row),
            TextColumn("product", label=_("Product"), accessor=lambda row: row.product.name),
            PersonalColumn("author", label=_("Asked by")),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            CountColumn("shown", label=_("Answers")),
            CountColumn("unread", label=_("Answers to read"), accessor=lambda row: row.unread or ""),
            WhenColumn("asked_at", label=_("Asked"), sort_key="asked_at"),
        ]

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("<uuid:pk>/", self.page(QuestionPage, header_icon=self.icon), name="question"),
            path("<uuid:pk>/decide/", self.page(DecideView), name="decide"),
        ]


def listed() -> QuerySet[Any]:
    return rows.Question.objects.select_related("product").annotate(shown=_count("published"), unread=_count("waiting"))


def _count(state: str) -> Coalesce:
    found = rows.Answer.objects.filter(question_id=OuterRef("pk"), state=state).order_by().values("question_id")
    return Coalesce(Subquery(found.annotate(number=Count("pk")).values("number")), 0)


def decide(found: QuestionInfo, asked: Any, origin: Any) -> None:
    """What the button asks for. Refuses what the verb refuses, and Invalid."""
    now, wanted, reason = clock.now(), asked.get("do"), asked.get("reason", "")
    if wanted in ("publish_answer", "refuse_answer"):
        answer = next((each.id for each in found.answers if str(each.id) == asked.get("answer")), None)
        if answer is None:
            raise NotFound()
        if wanted == "publish_answer":
            reviews.publish_answer(answer, origin=origin, now=now)
        else:
            reviews.refuse_answer(answer, reason=reason, origin=origin, now=now)
    elif wanted == "publish":
        reviews.publish_question(found.id, origin=origin, now=now)
    elif wanted == "refuse":
        reviews.refuse_question(found.id, reason=reason, origin=origin, now=now)
    elif wanted == "answer":
        reviews.answer_question(found.id, asked.get("text", ""), origin=origin, now=now)
    else:
        raise Invalid({"do": "not_a_choice"})


def record(pk: UUID) -> QuestionInfo:
    try:
        return reviews.get_question(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def address_of(pk: UUID) -> str:
    return reverse("questions:question", args=(pk,))


def address_of_row(row: Any) -> str:
    return address_of(row.pk)
