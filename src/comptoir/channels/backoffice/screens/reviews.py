"""Reviews: what waits to be read first; read, publish or refuse with a reason, answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import CommandViewSet
from comptoir.channels.backoffice.lists import (
    CountColumn,
    LinkColumn,
    ListView,
    PersonalColumn,
    StateColumn,
    TextColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import ReviewInfo

STATES = [
    ("waiting", pgettext_lazy("review", "to read")),
    ("published", pgettext_lazy("review", "published")),
    ("refused", pgettext_lazy("review", "refused")),
    ("withdrawn", pgettext_lazy("review", "withdrawn")),
]
WORDS = dict(STATES)
REPORTS = pgettext_lazy("review", "Reports")
RATINGS = [(number, "★" * number) for number in range(5, 0, -1)]
MOST = 200


class ReviewFilters(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=STATES, widget=forms.CheckboxSelectMultiple)
    rating = django_filters.MultipleChoiceFilter(
        label=_("Stars"), choices=RATINGS, widget=forms.CheckboxSelectMultiple
    )
    reported = django_filters.BooleanFilter(
        label=_("Reported by a reader"), method="by_report", widget=forms.CheckboxInput, initial=False
    )
    unanswered = django_filters.BooleanFilter(
        label=_("Two stars or fewer, without an answer"), method="by_answer", widget=forms.CheckboxInput, initial=False
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Written"), widget=DateRangePickerWidget)

    class Meta:
        model = rows.Review
        fields: tuple[str, ...] = ()

    def by_report(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(Exists(_open_reports())) if value else queryset

    def by_answer(self, queryset: QuerySet[Any], name: str, value: bool) -> QuerySet[Any]:
        return queryset.filter(state="published", rating__lte=2, answer="") if value else queryset


def _open_reports() -> QuerySet[Any]:
    return rows.ReviewReport.objects.filter(review_id=OuterRef("pk"), settled_at__isnull=True)


class PickColumn(Column):
    """A box of the form below the list; never in a spreadsheet."""

    cell_template_name = "backoffice/cells/pick_review.html"


class ReviewsList(ListView):
    template_name = "backoffice/reviews_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = access.may(self.request.user, "reviews", "change")
        return super().get_context_data(may_publish=may, **kwargs)


class ReviewPage(ScreenPage):
    """What somebody wrote, beside the buttons that decide."""

    template_name = "backoffice/review.html"

    @cached_property
    def review(self) -> ReviewInfo:
        return record(self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.review.product.read(access.locale())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.review
        return super().get_context_data(
            review=found,
            product=found.product.read(access.locale()),
            options=found.options.read(access.locale()),
            stars="★" * found.rating + "☆" * (5 - found.rating),
            state=(found.state, WORDS[found.state]),
            reason=str(reviews.REFUSALS.get(found.refusal, "")),
            reports=[(str(reviews.REPORTS[each.reason]), each) for each in reviews.reports(found.id)],
            refusals=[(code, str(words)) for code, words in reviews.REFUSALS.items()],
            may_decide=access.may(self.request.user, "reviews", "change"),
            personal=access.may(self.request.user, "reviews", "contact"),
            **kwargs,
        )


class DecideView(PermissionCheckedMixin, View):
    """One button of the page; then the next one that waits, if this one did."""

    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(address_of(record(kwargs["pk"]).id))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = record(kwargs["pk"])
        try:
            messages.success(request, decide(found, request.POST, access.origin(request)))
        except Refusal as refusal:
            messages.error(request, refused(refusal))
            return HttpResponseRedirect(address_of(found.id))
        following = reviews.find(state="waiting", size=1).items if found.state == "waiting" else ()
        return HttpResponseRedirect(address_of(following[0].id) if following else address_of(found.id))


class PublishChosen(PermissionCheckedMixin, View):
    """Those whose boxes are ticked in the list."""

    permission_required = "change"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("reviews:index"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = [identity for text in request.POST.getlist("pk")[:MOST] if (identity := _id(text))]
        back = HttpResponseRedirect(reverse("reviews:index"))
        if not chosen:
            messages.error(request, _now("Choose at least one review."))
            return back
        try:
            done = reviews.publish(chosen, origin=access.origin(request), now=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.text(access.locale()))
            return back
        text = ngettext("%(n)s review is published.", "%(n)s reviews are published.", done)
        messages.success(request, text % {"n": done})
        return back


class PhotoView(PermissionCheckedMixin, View):
    """A photograph before anybody else may see it."""

    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            content = reviews.photo(kwargs["photo"], small=False, staff=True)
        except NotFound as refusal:
            raise Http404 from refusal
        answer = HttpResponse(content, content_type="image/jpeg")
        answer["Cache-Control"] = "no-store"
        return answer


class ReviewsViewSet(CommandViewSet):
    model = rows.Review
    name = "reviews"
    screen = "reviews"
    noun, nouns = _("review"), _("Reviews")
    icon = "openquote"
    filterset_class = ReviewFilters
    index_view_class = ReviewsList
    ordering = "-submitted_at"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=listed,
            searched=lambda found, text: found.filter(text__icontains=text.strip()),
            lesson=_("Nobody has written yet. Buyers do it from the page of an order that has arrived."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            PickColumn("pick", label=_("Choose")),
            LinkColumn("product", label=_("Product"), accessor=lambda row: row.product.name, get_url=address_of_row),
            TextColumn("rating", label=_("Stars"), accessor=lambda row: "★" * row.rating, sort_key="rating"),
            TextColumn("text", label=_("Text"), classname="words", accessor=lambda row: row.text[:120]),
            PersonalColumn("author", label=_("Author")),
            StateColumn("state", label=_("State"), accessor=state, sort_key="state"),
            CountColumn("reports", label=REPORTS, accessor=lambda row: int(row.reported) or ""),
            WhenColumn("submitted_at", label=_("Written"), sort_key="submitted_at"),
            WhenColumn("published_at", label=_("Published"), sort_key="published_at"),
        ]

    def extra_urls(self) -> list[URLPattern]:
        return [
            path("<uuid:pk>/", self.page(ReviewPage, header_icon=self.icon), name="review"),
            path("<uuid:pk>/decide/", self.page(DecideView), name="decide"),
            path("publish/", self.page(PublishChosen), name="publish"),
            path("photo/<uuid:photo>/", self.page(PhotoView), name="photo"),
        ]


def listed() -> QuerySet[Any]:
    reported = Exists(_open_reports())
    return rows.Review.objects.select_related("product").annotate(reported=reported)


def state(row: Any) -> tuple[str, Any]:
    return row.state, WORDS[row.state]


def decide(found: ReviewInfo, asked: Any, origin: Any) -> str:
    """What the button asks for; answers what was done. Refuses what the verb refuses, and Invalid."""
    now, wanted = clock.now(), asked.get("do")
    if wanted == "publish":
        reviews.publish([found.id], origin=origin, now=now)
        return _now("The review is published.")
    if wanted == "refuse":
        reviews.refuse(found.id, reason=asked.get("reason", ""), origin=origin, now=now)
        return _now("The review is not shown; its author is told why by e-mail.")
    if wanted == "answer":
        reviews.answer(found.id, asked.get("text", ""), origin=origin, now=now)
        return _now("Your answer stands below the review.")
    if wanted == "settle":
        reviews.settle_reports(found.id, origin=origin, now=now)
        return _now("The review stays; the reports are settled.")
    raise Invalid({"do": "not_a_choice"})


def refused(refusal: Refusal) -> str:
    """A sentence for a message: at a field, that of the field."""
    locale = access.locale()
    return " ".join(refusal.field_texts(locale).values()) if isinstance(refusal, Invalid) else refusal.text(locale)


def record(pk: UUID) -> ReviewInfo:
    try:
        return reviews.get(pk)
    except NotFound as refusal:
        raise Http404 from refusal


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def address_of(pk: UUID) -> str:
    return reverse("reviews:review", args=(pk,))


def address_of_row(row: Any) -> str:
    return address_of(row.pk)
