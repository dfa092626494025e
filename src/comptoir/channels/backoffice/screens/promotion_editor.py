"""A promotion is made or changed, with what it says in words while one types."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.commands import refuse
from comptoir.channels.backoffice.screens import promotion_form
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.channels.backoffice.screens.promotion_form import PromotionForm
from comptoir.kit import clock
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import Promotion, Terms

PARTS = [
    (_("Names"), ("name", "shown_fr", "shown_en")),
    (_("What it gives"), ("effect", "percent", "amount", "take", "pay", "ways")),
    (_("On what"), ("scope", "categories", "products", "variants", "not_reduced", "least", "least_pieces")),
    (_("For whom"), ("trigger", "code", "segment", "most_uses", "most_per_person")),
    (_("When"), ("starts_at", "ends_at", "is_on")),
    (_("Beside others"), ("combines",)),
]


def sentence_of(terms: Terms) -> str:
    """In words, with the names of ways and segment in the reader's language."""
    ways, segments = dict(promotion_form.way_choices()), dict(promotion_form.segment_choices())
    return promotions.sentence(
        terms, access.market(), access.locale(), now=clock.now(), ways=[ways.get(each, each) for each in terms.ways],
        segment=segments.get(terms.segment, terms.segment),
    )  # fmt: skip


class PromotionEditor(ScreenPage):
    """The whole page; with the header X-Part, the sentence alone, while one types. It works without a script."""

    template_name = "backoffice/promotion_edit.html"
    permission_required = "change"
    header_icon = "tag"

    @cached_property
    def promotion(self) -> Promotion | None:
        if "pk" not in self.kwargs:
            return None
        try:
            return promotions.get(self.kwargs["pk"])
        except NotFound as refusal:
            raise Http404 from refusal

    def get_page_title(self) -> str:
        return self.promotion.terms.name if self.promotion else str(_("Make a promotion"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.promotion:
            given = promotion_form.initial(self.promotion.terms, self.promotion.version)
        else:
            given = {"starts_at": clock.now(), "is_on": True}
        return self.shown(PromotionForm(initial=given), self.promotion.terms if self.promotion else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PromotionForm(request.POST)
        terms = None
        with suppress(Invalid):  # while one types, what is not finished is no fault yet
            terms = promotion_form.terms(form.cleaned_data) if form.is_valid() else None
        if request.headers.get("X-Part"):
            return HttpResponse(render_to_string("backoffice/promotion_sentence.html", said(terms), request))
        if not form.is_valid():
            return self.shown(form, terms)
        try:
            pk = self.save(promotion_form.terms(form.cleaned_data), form.cleaned_data["version"])
        except Invalid as wrong:
            refuse(form, promotion_form.placed(wrong, form.cleaned_data))
        except Refusal as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("The promotion is kept."))
            return HttpResponseRedirect(reverse("promotions:promotion", args=(pk,)))
        return self.shown(form, terms)

    def save(self, terms: Terms, version: int | None) -> UUID:
        given: dict[str, Any] = {"origin": access.origin(self.request), "now": clock.now()}
        if self.promotion:
            promotions.change_promotion(self.promotion.id, terms, version=version, **given)
            return self.promotion.id
        market = access.market()
        return promotions.create_promotion(terms, market=market.code, currency=market.currency, **given)

    def shown(self, form: PromotionForm, terms: Terms | None) -> HttpResponse:
        back = reverse("promotions:promotion", args=(self.promotion.id,)) if self.promotion else ""
        parts = [(title, [form[name] for name in names]) for title, names in PARTS]
        context = self.get_context_data(
            form=form, parts=parts, back=back or reverse("promotions:index"), **said(terms)
        )
        return self.render_to_response(context)


def said(terms: Terms | None) -> dict[str, str]:
    """Not what nobody could offer yet, such as an effect without its figure."""
    found = ""
    if terms and any((terms.percent_bp, terms.amount_minor, terms.take, terms.effect == "delivery")):
        found = sentence_of(terms)
    return {"sentence": found}
