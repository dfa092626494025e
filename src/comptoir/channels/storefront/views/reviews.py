"""What buyers think: all reviews of a product, questions and answers, a doubt, and the form of who bought."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptoir.channels.storefront import gifts
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import NAMES, address, asking
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown import reviews as shown
from comptoir.channels.storefront.shown.product import trail
from comptoir.channels.storefront.visits import keep_reader, last_order, reader_of, shopper
from comptoir.customers import facade as customers
from comptoir.kit.paging import Page
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.offers import facade as offers
from comptoir.offers.contracts import ProductPage
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import QuestionDraft, Reader

SIZE = 20
A_DAY = "private, max-age=86400"


@require_safe
def all_reviews(request: HttpRequest, slug: str) -> HttpResponse:
    context = shopper(request)
    found = offers.product(slug, context)
    sort = request.GET.get("sort", "")
    sort = sort if sort in reviews.SORTS else "newest"
    rating = request.GET.get("rating", "")
    stars = int(rating) if rating in ("1", "2", "3", "4", "5") else 0
    product_id = found.product.id
    page = reviews.published(product_id, sort=sort, rating=stars, page=_number(request), size=SIZE)
    whole = reviews.ratings([product_id]).get(product_id)
    voted = reviews.voted([each.id for each in page.items], _reader(request, context))
    here = address("reviews", context.locale, slug=slug)
    asked = {"sort": sort if sort != "newest" else "", "rating": rating if stars else ""}
    listing = _product(found, context) | {
        "rating": shown.rating(whole, context.locale),
        "stars": shown.stars(whole, slug, context.locale) if whole else [],
        "reviews": [
            shown.review(each, context.locale, context.market.zone) | {"voted": each.id in voted} for each in page.items
        ],
        "sorted": str(shown.SORTED[sort]),
        "filter": stars,
        "sort": sort,
        "sorts": [(code, str(words)) for code, words in shown.SORTS.items()],
        "here": here,
        "pages": _pages(page, here, asked),
        "info_href": shown.info_href(context.locale),
    }
    title = _("Reviews: %(product)s") % {"product": listing["name"]}
    paths = {code: address("reviews", code, slug=found.product.slug.read(code)) for code in NAMES}
    kept = frame(
        request, context, title=title, paths=paths, switch=_switch(paths, page, asked),
        hidden=bool(stars) or not page.total,
    )  # fmt: skip
    return render(request, "storefront/reviews/all.html", {"page": kept, "listing": listing})


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, slug: str) -> HttpResponse:
    """What others asked, and the form: with an e-mail, for the answer alone."""
    context = shopper(request)
    found = offers.product(slug, context)
    typed = {name: request.POST.get(name, "").replace("\x00", "")[:2000] for name in ("text", "author", "email")}
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            reviews.ask(
                found.product.id, QuestionDraft(locale=context.locale, **typed), asker=gifts.asker(request),
                customer_id=context.customer_id, storefront=context.storefront, origin=context.origin(),
                now=context.now,
            )  # fmt: skip
        except Refusal as problem:
            refusal = problem
        else:
            thanks = _("Your question has arrived. The answer comes by e-mail, and stands here when we have read both.")
            return redirect_saying(address("questions", context.locale, slug=slug), thanks)
    elif context.customer_id and (known := customers.people([context.customer_id]).get(context.customer_id)):
        typed |= {"author": reviews.shown_name(known.name), "email": known.email}
    page = reviews.questions(found.product.id, page=_number(request), size=SIZE)
    listing = _product(found, context) | {
        "questions": [shown.question(each, context.locale, context.market.zone) for each in page.items],
        "pages": _pages(page, address("questions", context.locale, slug=slug), {}),
        "form": _form(typed, refusal, context.locale),
    }
    title = _("Questions: %(product)s") % {"product": listing["name"]}
    paths = {code: address("questions", code, slug=found.product.slug.read(code)) for code in NAMES}
    kept = frame(request, context, title=title, paths=paths, switch=_switch(paths, page, {}), hidden=not page.total)
    status = refusal.status if refusal else 200
    return render(request, "storefront/reviews/questions.html", {"page": kept, "listing": listing}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def review_report(request: HttpRequest, review: UUID) -> HttpResponse:
    """Whoever doubts a review says why, free of charge (L111-7-2)."""
    context = shopper(request)
    found = reviews.get(review)
    if found.state != "published":
        raise NotFound()
    typed = {name: request.POST.get(name, "").replace("\x00", "")[:2000] for name in ("reason", "text", "email")}
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            reviews.report(
                review, asker=gifts.asker(request), origin=context.origin(), now=context.now, **typed
            )  # fmt: skip
        except Refusal as problem:
            refusal = problem
        else:
            thanks = _("Thank you. Somebody of our house reads this review again, and what you wrote about it.")
            return redirect_saying(address("home", context.locale), thanks)
    told = {
        "review": shown.review(found, context.locale, context.market.zone),
        "product": found.product.told(context.locale),
        "reasons": [(code, str(words)) for code, words in reviews.REPORTS.items()],
        "form": _form(typed, refusal, context.locale),
    }
    page = frame(request, context, title=_("Report a review"), hidden=True)
    status = refusal.status if refusal else 200
    return render(request, "storefront/reviews/report.html", {"page": page, "told": told}, status=status)


@require_POST
def review_helpful(request: HttpRequest, review: UUID) -> HttpResponse:
    """A vote, or it is taken back; the button says which. Back to where the review and the button stand."""
    context = shopper(request)
    found = reviews.get(review)
    item = offers.cards([found.product_id], context)
    if found.state != "published" or not item:
        raise NotFound()
    there = address("reviews", context.locale, slug=item[0].slug.read(context.locale))
    sort = request.POST.get("sort", "")
    asked = f"?{urlencode({'sort': sort})}" if sort in reviews.SORTS else ""
    number = reader_of(request) or str(uuid4())
    reader = _reader(request, context, number)
    try:
        reviews.find_helpful(
            review, request.POST.get("helpful") == "1", reader=reader, origin=context.origin(), now=context.now
        )
    except Refusal as refusal:
        return redirect_saying(there + asked, refusal.text(context.locale), kind="problem")
    response = HttpResponseRedirect(f"{there}{asked}#review-{review}")
    if context.customer_id is None:
        keep_reader(request, response, number)
    return response


@require_safe
def review_photo(request: HttpRequest, photo: UUID, size: str) -> HttpResponse:
    """For readers as long as the review is published; a browser keeps it for a day."""
    response = HttpResponse(reviews.photo(photo, small=size == "small"), content_type="image/jpeg")
    response["Cache-Control"] = A_DAY
    return response


def _product(found: ProductPage, context: ShopperContext) -> dict[str, Any]:
    record = found.product
    name = record.name.told(context.locale)
    href = address("product", context.locale, slug=record.slug.read(context.locale))
    return {
        "name": name,
        "href": href,
        "trail": [*trail(record.category, context.locale), {"name": name, "href": href}],
    }


def _reader(request: HttpRequest, context: ShopperContext, number: str = "") -> Reader:
    """Who is not logged in is their device; the order that it placed last is theirs."""
    link = last_order(request)
    try:
        order_id = orders.order_of_link(link) if link else None
    except Refusal:
        order_id = None
    return Reader(
        asker=gifts.asker(request), customer_id=context.customer_id, device=number or reader_of(request),
        order_id=order_id,
    )  # fmt: skip


def _form(typed: dict[str, str], refusal: Refusal | None, locale: str) -> dict[str, Any]:
    wrong = refusal.field_texts(locale) if isinstance(refusal, Invalid) else {}
    return {"typed": typed, "wrong": wrong, "problem": refusal.text(locale) if refusal else ""}


def _number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


def _switch(paths: Mapping[str, str], page: Page[Any], asked: Mapping[str, str]) -> dict[str, str]:
    """The same part of the list in each language."""
    number = str(page.number) if page.number > 1 else ""
    return {code: asking(path, **asked, page=number) for code, path in paths.items()}


def _pages(page: Page[Any], here: str, asked: dict[str, str]) -> dict[str, Any]:
    def href(number: int) -> str:
        return asking(here, **asked, page=str(number))

    return {
        "count": page.pages,
        "number": page.number,
        "previous": href(page.number - 1) if page.has_previous else "",
        "next": href(page.number + 1) if page.has_next else "",
    }
