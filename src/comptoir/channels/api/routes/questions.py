"""Questions on products: for everybody to ask, for buyers to answer, for programs of the house to decide."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from ninja import Router, Status

from comptoir.channels.api.access import ApiRequest, Bearer, Key, once, order_for
from comptoir.channels.api.schemas.parts import Line, NeededLine, PageNumber, PageSize
from comptoir.channels.api.schemas.reviews import (
    BuyerAnswerIn,
    MadeOut,
    QuestionFullOut,
    QuestionIn,
    QuestionOut,
    RefusalIn,
    ReplyIn,
)
from comptoir.kit.refusals import NotFound
from comptoir.offers import facade as offers
from comptoir.orders.errors import LinkInvalid
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import QuestionDraft

router = Router(tags=["reviews"])
OPEN = Bearer("catalog:read", guests=True)
SHOPPER = Bearer("baskets:write")
READ = Bearer("reviews:read")
WRITE = Bearer("reviews:write")


@router.get("/products/{slug}/questions", response=list[QuestionOut], auth=OPEN, summary="Questions on a product")
def list_questions(
    request: ApiRequest, slug: NeededLine, page: PageNumber = 1, size: PageSize = 20
) -> list[QuestionOut]:
    """Published ones with their published answers, newest first."""
    product = offers.product(slug, request.context).product
    return [QuestionOut.of(each) for each in reviews.questions(product.id, page=page, size=size).items]


@router.post("/products/{slug}/questions", response={201: MadeOut}, auth=SHOPPER, summary="Ask a question")
def ask_question(request: ApiRequest, slug: NeededLine, body: QuestionIn, key: Key) -> Status[MadeOut]:
    """It waits to be read; the answer goes to the e-mail."""
    context, call = request.context, once(request, key, body)
    product = offers.product(slug, context).product
    draft = QuestionDraft(text=body.text, author=body.author, email=body.email, locale=context.locale)
    asker = f"{context.actor} {body.email.strip().lower()}"
    made = reviews.ask(
        product.id, draft, asker=asker, storefront=context.storefront, origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


@router.post("/orders/{order_id}/questions/{question_id}/answers", response={201: MadeOut}, summary="Answer as a buyer")
def answer_as_buyer(
    request: ApiRequest, order_id: UUID, question_id: UUID, body: BuyerAnswerIn, key: Key, token: Line = ""
) -> Status[MadeOut]:
    """Who has received the product knows it. The answer waits to be read."""
    order_for(request, order_id, token, "orders:write")
    context = request.context
    call = once(request, key, body)
    product_id = reviews.get_question(question_id).product_id
    right = next((each for each in reviews.of_order(order_id) if each.product_id == product_id), None)
    if right is None:
        raise NotFound()
    made = reviews.answer_question(
        question_id, body.text, purchase_id=right.id, author=body.author, origin=context.origin(), now=context.now,
        idempotency_key=call,
    )  # fmt: skip
    return Status(201, MadeOut(id=made))


@router.get("/questions", response=list[QuestionFullOut], auth=READ, summary="List questions in every state")
def list_all_questions(
    request: ApiRequest,
    state: Literal["waiting", "published", "refused", "withdrawn"] | None = None,
    page: PageNumber = 1,
    size: PageSize = 50,
) -> list[QuestionFullOut]:
    """Those of the key's storefront, the latest asked first."""
    assert request.caller  # READ lets nobody in without a key
    found = reviews.find_questions(storefront=request.caller.storefront, state=state or "", page=page, size=size)
    return [QuestionFullOut.full(each) for each in found.items]


@router.post("/questions/{question_id}/publish", response=QuestionFullOut, auth=WRITE, summary="Publish a question")
def publish_question(request: ApiRequest, question_id: UUID, key: Key) -> QuestionFullOut:
    _require_own(request, question_id)
    origin, now = request.context.origin(), request.context.now
    reviews.publish_question(question_id, origin=origin, now=now, idempotency_key=once(request, key))
    return QuestionFullOut.full(reviews.get_question(question_id))


@router.post("/questions/{question_id}/refuse", response=QuestionFullOut, auth=WRITE, summary="Refuse a question")
def refuse_question(request: ApiRequest, question_id: UUID, body: RefusalIn, key: Key) -> QuestionFullOut:
    """Not shown, or not any more; whoever asked is told the reason by e-mail."""
    _require_own(request, question_id)
    origin, now, call = request.context.origin(), request.context.now, once(request, key, body)
    reviews.refuse_question(question_id, reason=body.reason, origin=origin, now=now, idempotency_key=call)
    return QuestionFullOut.full(reviews.get_question(question_id))


@router.post("/questions/{question_id}/answers", response=QuestionFullOut, auth=WRITE, summary="Answer as the house")
def answer_question(request: ApiRequest, question_id: UUID, body: ReplyIn, key: Key) -> QuestionFullOut:
    """Shown at once, with the question; whoever asked gets it by e-mail."""
    _require_own(request, question_id)
    origin, now, call = request.context.origin(), request.context.now, once(request, key, body)
    reviews.answer_question(question_id, body.text, origin=origin, now=now, idempotency_key=call)
    return QuestionFullOut.full(reviews.get_question(question_id))


@router.post("/answers/{answer_id}/publish", response=QuestionFullOut, auth=WRITE, summary="Publish a buyer's answer")
def publish_answer(request: ApiRequest, answer_id: UUID, key: Key) -> QuestionFullOut:
    question_id = _require_own(request, reviews.question_of_answer(answer_id).id)
    origin, now = request.context.origin(), request.context.now
    reviews.publish_answer(answer_id, origin=origin, now=now, idempotency_key=once(request, key))
    return QuestionFullOut.full(reviews.get_question(question_id))


@router.post("/answers/{answer_id}/refuse", response=QuestionFullOut, auth=WRITE, summary="Refuse a buyer's answer")
def refuse_answer(request: ApiRequest, answer_id: UUID, body: RefusalIn, key: Key) -> QuestionFullOut:
    question_id = _require_own(request, reviews.question_of_answer(answer_id).id)
    origin, now, call = request.context.origin(), request.context.now, once(request, key, body)
    reviews.refuse_answer(answer_id, reason=body.reason, origin=origin, now=now, idempotency_key=call)
    return QuestionFullOut.full(reviews.get_question(question_id))


def _require_own(request: ApiRequest, question_id: UUID) -> UUID:
    """Refuses NotFound, and LinkInvalid: a question of another storefront does not exist for a key."""
    assert request.caller  # WRITE lets nobody in without a key
    if reviews.get_question(question_id).storefront != request.caller.storefront:
        raise LinkInvalid()
    return question_id
