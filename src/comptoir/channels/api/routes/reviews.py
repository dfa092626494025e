"""Reviews: for everybody to read, for buyers by their order's token to write, for programs of the house to decide."""

from __future__ import annotations

import hashlib
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Router, Status, UploadedFile

from comptoir.channels.api import rules
from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.limits import address_of
from comptoir.channels.api.schemas.parts import Line, NeededLine, PageNumber, PageSize
from comptoir.channels.api.schemas.reviews import (
    HelpfulIn,
    HelpfulOut,
    NewReviewIn,
    PurchaseOut,
    RefusalIn,
    ReplyIn,
    ReviewIn,
    ReviewOut,
    ReviewPage,
    Stars,
)
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.offers import facade as offers
from comptoir.orders.errors import LinkInvalid
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import Reader, ReviewDraft, ReviewInfo

router = Router(tags=["reviews"])
OPEN = Bearer("catalog:read", guests=True)
SHOPPER = Bearer("baskets:write")
READ = Bearer("reviews:read")
WRITE = Bearer("reviews:write")


@router.get("/products/{slug}/reviews", response=ReviewPage, auth=OPEN, summary="Published reviews of a product")
def list_product_reviews(
    request: ApiRequest,
    response: HttpResponse,
    slug: NeededLine,
    sort: Literal["newest", "helpful", "best", "worst"] = "newest",
    rating: Stars | None = None,
    page: PageNumber = 1,
    size: PageSize = 20,
) -> ReviewPage:
    """The slug is that of the language asked for. Reviews stay in the language in which they were written."""
    context = request.context
    product = offers.product(slug, context)
    found = reviews.published(product.product.id, sort=sort, rating=rating or 0, page=page, size=size)
    asked = {"sort": sort} | ({"rating": rating} if rating else {})
    response["Link"] = rules.links(found, request.build_absolute_uri(request.path), asked)
    return ReviewPage.of(found, product.rating, context.locale, reader=True)


@router.get("/orders/{order_id}/reviews", response=list[PurchaseOut], summary="What of an order may be reviewed")
def list_purchases(request: ApiRequest, order_id: UUID, token: Line = "") -> list[PurchaseOut]:
    """Products that have arrived, with the review of each."""
    order_for(request, order_id, token, "orders:read")
    return [PurchaseOut.of(each, request.context.locale) for each in reviews.of_order(order_id)]


@router.post("/orders/{order_id}/reviews", response={201: ReviewOut}, summary="Write a review")
def submit_review(
    request: ApiRequest, order_id: UUID, body: NewReviewIn, key: Key, token: Line = ""
) -> Status[ReviewOut]:
    """It waits to be read by the house. Once per order and product."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    if body.purchase_id not in {each.id for each in reviews.of_order(order_id)}:
        raise NotFound()
    made = reviews.submit(
        body.purchase_id,
        _draft(body, context.locale),
        origin=context.origin(),
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return Status(201, ReviewOut.of(made, context.locale))


@router.put("/orders/{order_id}/reviews/{review_id}", response=ReviewOut, summary="Change one's review")
def change_review(
    request: ApiRequest, order_id: UUID, review_id: UUID, body: ReviewIn, key: Key, token: Line = ""
) -> ReviewOut:
    """It waits to be read again."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    call = once(request, key, body)
    _own(order_id, review_id)
    made = reviews.change(
        review_id, _draft(body, context.locale), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return ReviewOut.of(made, context.locale)


@router.post("/orders/{order_id}/reviews/{review_id}/photos", response=ReviewOut, summary="Photographs of a review")
def replace_photos(
    request: ApiRequest,
    order_id: UUID,
    review_id: UUID,
    key: Key,
    photos: Annotated[list[UploadedFile], File(default_factory=list)],
    token: Line = "",
) -> ReviewOut:
    """As multipart/form-data, three files `photos` at most, in the place of those that were there. They are written
    anew, without what a camera put into them; the review waits to be read again."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    if not photos:
        raise Invalid({"photos": "missing"})
    files = [each.read() for each in photos[: reviews.MOST_PHOTOS + 1]]
    call = once(request, key, b"".join(hashlib.sha256(each).digest() for each in files))
    _own(order_id, review_id)
    origin, now = context.origin(), context.now
    made = reviews.change(review_id, None, files=files, origin=origin, now=now, idempotency_key=call)
    return ReviewOut.of(made, context.locale)


@router.delete("/orders/{order_id}/reviews/{review_id}/photos", response=ReviewOut, summary="Take photographs off")
def remove_photos(request: ApiRequest, order_id: UUID, review_id: UUID, key: Key, token: Line = "") -> ReviewOut:
    order_for(request, order_id, token, "orders:write")
    context = request.context
    call = once(request, key)
    _own(order_id, review_id)
    made = reviews.change(
        review_id, None, files=(), origin=context.origin(), now=context.now, idempotency_key=call
    )
    return ReviewOut.of(made, context.locale)


@router.put("/reviews/{review_id}/helpful", response=HelpfulOut, auth=SHOPPER, summary="It helped")
def find_helpful(request: ApiRequest, review_id: UUID, body: HelpfulIn, key: Key) -> HelpfulOut:
    """One vote a voter, however often it is sent; never for one's own review."""
    return _voted(request, review_id, body, key, helpful=True)


@router.delete("/reviews/{review_id}/helpful", response=HelpfulOut, auth=SHOPPER, summary="Take the vote back")
def find_not_helpful(request: ApiRequest, review_id: UUID, voter: UUID, key: Key) -> HelpfulOut:
    return _voted(request, review_id, HelpfulIn(voter=voter), key, helpful=False)


@router.delete("/orders/{order_id}/reviews/{review_id}", response={204: None}, summary="Withdraw one's review")
def withdraw_review(
    request: ApiRequest, order_id: UUID, review_id: UUID, key: Key, token: Line = ""
) -> Status[None]:
    """Its words and photographs are deleted."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    call = once(request, key)
    if reviews.purchase(reviews.get(review_id).purchase_id).order_id != order_id:
        raise NotFound()
    reviews.withdraw(review_id, origin=context.origin(), now=context.now, idempotency_key=call)
    return Status(204, None)


@router.get("/reviews", response=ReviewPage, auth=READ, summary="List reviews in every state")
def list_reviews(
    request: ApiRequest,
    response: HttpResponse,
    state: Literal["waiting", "published", "refused", "withdrawn"] | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> ReviewPage:
    """Those of the key's storefront, the latest written first."""
    assert request.caller  # READ lets nobody in without a key
    found = reviews.find(storefront=request.caller.storefront, state=state or "", page=page, size=size)
    asked = {"state": state} if state else {}
    response["Link"] = rules.links(found, request.build_absolute_uri(request.path), asked)
    return ReviewPage.of(found, None, request.context.locale)


@router.post("/reviews/{review_id}/publish", response=ReviewOut, auth=WRITE, summary="Publish a review")
def publish_review(request: ApiRequest, review_id: UUID, key: Key) -> ReviewOut:
    """One that is published already stays as it is."""
    _of_caller(request, review_id)
    context = request.context
    reviews.publish([review_id], origin=context.origin(), now=context.now, idempotency_key=once(request, key))
    return ReviewOut.of(reviews.get(review_id), context.locale)


@router.post("/reviews/{review_id}/refuse", response=ReviewOut, auth=WRITE, summary="Refuse a review")
def refuse_review(request: ApiRequest, review_id: UUID, body: RefusalIn, key: Key) -> ReviewOut:
    """Not shown, or not any more; its author is told the reason by e-mail."""
    _of_caller(request, review_id)
    context = request.context
    reviews.refuse(
        review_id,
        reason=body.reason,
        origin=context.origin(),
        now=context.now,
        idempotency_key=once(request, key, body),
    )
    return ReviewOut.of(reviews.get(review_id), context.locale)


@router.put("/reviews/{review_id}/answer", response=ReviewOut, auth=WRITE, summary="Answer a review")
def answer_review(request: ApiRequest, review_id: UUID, body: ReplyIn, key: Key) -> ReviewOut:
    """The house's answer below it; a new one takes the place of the old."""
    _of_caller(request, review_id)
    context = request.context
    reviews.answer(
        review_id, body.text, origin=context.origin(), now=context.now, idempotency_key=once(request, key, body)
    )
    return ReviewOut.of(reviews.get(review_id), context.locale)


def _draft(body: ReviewIn, locale: str) -> ReviewDraft:
    return ReviewDraft(
        rating=body.rating, title=body.title, text=body.text, author=body.author, locale=locale, fit=body.fit
    )


def _voted(request: ApiRequest, review_id: UUID, body: HelpfulIn, key: str, *, helpful: bool) -> HelpfulOut:
    assert request.caller  # SHOPPER lets nobody in without a key
    context, voter = request.context, f"{request.caller.actor} {body.voter}"
    reader = Reader(asker=voter, caller=f"{request.caller.actor} {address_of(request)}", device=voter)
    count = reviews.find_helpful(
        review_id, helpful, reader=reader, origin=context.origin(), now=context.now,
        idempotency_key=once(request, key, body),
    )  # fmt: skip
    return HelpfulOut(helpful=count)


def _own(order_id: UUID, review_id: UUID) -> None:
    """Refuses NotFound for a review that was not written by this order."""
    if review_id not in {each.review_id for each in reviews.of_order(order_id)}:
        raise NotFound()


def _of_caller(request: ApiRequest, review_id: UUID) -> ReviewInfo:
    """Refuses NotFound, and LinkInvalid: a review of another storefront does not exist for a key."""
    assert request.caller  # WRITE lets nobody in without a key
    found = reviews.get(review_id)
    if found.storefront != request.caller.storefront:
        raise LinkInvalid()
    return found
