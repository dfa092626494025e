"""The form of who bought: behind the link of their order, for guests and accounts alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comptoir.catalog import facade as catalog
from comptoir.channels.storefront.frame import frame
from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.sayings import redirect_saying
from comptoir.channels.storefront.shown import reviews as shown
from comptoir.channels.storefront.visits import shopper
from comptoir.kit.refusals import Invalid, NotFound, Refusal
from comptoir.orders import facade as orders
from comptoir.org.contracts import ShopperContext
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import PurchaseInfo, QuestionInfo, ReviewDraft, ReviewInfo
from comptoir.reviews.errors import PhotoUnreadable

FIELDS = ("rating", "title", "text", "author", "fit")
FEW = 5
MOST_BYTES = 20_000_000  # of a whole form; what is longer is not read


@require_http_methods(["GET", "HEAD", "POST"])
def order_review(request: HttpRequest, link: str, purchase: UUID) -> HttpResponse:
    context = shopper(request)
    order_id = orders.order_of_link(link)
    right = reviews.purchase(purchase)
    if right.order_id != order_id:
        raise NotFound()
    own = reviews.get(right.review_id) if right.review_id else None
    if request.method != "POST":
        name = orders.get(order_id).contact.name
        typed = _of(own, name)
        stars = request.GET.get("rating", "")  # of a link in our letter: whoever followed it chose them
        if own is None and stars in ("1", "2", "3", "4", "5"):
            typed["rating"] = stars
        return _page(request, context, link, right, own, typed)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return _page(request, context, link, right, own, _of(own, ""), PhotoUnreadable(why="size"))
    typed = {name: request.POST.get(name, "").replace("\x00", "")[:5000] for name in FIELDS}
    try:
        if "answer" in request.POST:
            said = _answered(request, context, right)
        else:
            said = _changed(request, context, right, own, typed)
    except Refusal as refusal:
        return _page(request, context, link, right, own, typed, refusal)
    return redirect_saying(address("order", context.locale, link=link), said)


def _changed(
    request: HttpRequest, context: ShopperContext, right: PurchaseInfo, own: ReviewInfo | None, typed: dict[str, str]
) -> str:
    origin, now = context.origin(), context.now
    if own and request.POST.get("do") == "withdraw":
        reviews.withdraw(own.id, origin=origin, now=now)
        return _("Your review is withdrawn, and its words are deleted.")
    rating = typed["rating"]
    draft = ReviewDraft(
        rating=int(rating) if rating in ("1", "2", "3", "4", "5") else 0, title=typed["title"], text=typed["text"],
        author=typed["author"], locale=context.locale, fit=typed["fit"],
    )  # fmt: skip
    sent = request.FILES.getlist("photos")[: reviews.MOST_PHOTOS + 1]
    files = [each.read() for each in sent]
    if own:
        replaced = files if files or request.POST.get("no_photos") else None
        reviews.change(own.id, draft, files=replaced, origin=origin, now=now)
        return _("Your review is changed. We read it again and publish it within seven days.")
    reviews.submit(right.id, draft, files=files, origin=origin, now=now)
    return _("Thank you for your review. We read it and publish it within seven days.")


def _answered(request: HttpRequest, context: ShopperContext, right: PurchaseInfo) -> str:
    """What who bought it knows of what others ask."""
    asked = next((each.id for each in _asked(right) if str(each.id) == request.POST.get("question")), None)
    if asked is None:
        raise NotFound()
    text, author = (request.POST.get(name, "").replace("\x00", "")[:5000] for name in ("answer", "answerer"))
    reviews.answer_question(
        asked, text, purchase_id=right.id, author=author, origin=context.origin(), now=context.now
    )
    return _("Thank you for your answer. We read it before it is shown.")


def _fits(right: PurchaseInfo) -> list[tuple[str, str]]:
    """What may be said of a size; nothing of what comes in none."""
    if not catalog.comes_in_sizes(right.product_id):
        return []
    return [("", _("I do not say")), *((code, str(words)) for code, words in reviews.FITS.items())]


def _asked(right: PurchaseInfo) -> Sequence[QuestionInfo]:
    return reviews.questions(right.product_id, size=FEW).items


def _of(own: ReviewInfo | None, name: str) -> dict[str, str]:
    if own is None:
        return dict.fromkeys(FIELDS, "") | {"author": reviews.shown_name(name)}
    return {"rating": str(own.rating), "title": own.title, "text": own.text, "author": own.author, "fit": own.fit}


def _page(
    request: HttpRequest, context: ShopperContext, link: str, right: PurchaseInfo, own: ReviewInfo | None,
    typed: dict[str, str], refusal: Refusal | None = None,
) -> HttpResponse:  # fmt: skip
    wrong = refusal.field_texts(context.locale) if isinstance(refusal, Invalid) else {}
    told: dict[str, Any] = {
        "product": right.product.told(context.locale),
        "options": right.options.told(context.locale),
        "received": shown.long_day(right.received_on, context.locale),
        "typed": typed,
        "wrong": wrong,
        "problem": refusal.text(context.locale) if refusal else "",
        "ratings": [(str(number), str(words)) for number, words in sorted(shown.SAID.items(), reverse=True)],
        "fits": _fits(right),
        "state": str(shown.STATES[own.state]) if own else "",
        "why": str(reviews.REFUSALS[own.refusal]) if own and own.refusal else "",
        "photos": len(own.photos) if own else 0,
        "most": reviews.MOST_PHOTOS,
        "questions": [(each.id, each.text, each.locale) for each in _asked(right)],
        "back": address("order", context.locale, link=link),
        "info_href": shown.info_href(context.locale),
    }
    title = _("Your review") if own else _("Write a review")
    page = frame(request, context, title=title, hidden=True)
    status = refusal.status if refusal else 200
    return render(request, "storefront/reviews/write.html", {"page": page, "told": told}, status=status)
