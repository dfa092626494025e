"""Calls that are sent again, of shared baskets and of questions."""

from __future__ import annotations

from collections.abc import Generator
from types import SimpleNamespace
from typing import Any

Call = tuple[str, str, str, Any, Any]  # operation, method, address, body, another body


def friends(shop: SimpleNamespace, home: str, book: str) -> Generator[Call, Any, None]:
    token = shop.staff.post(f"{home}/share", {"for_friends": True}).body["token"]
    there = f"/v1/shared-baskets/{token}"
    lea = yield "join_shared", "POST", f"{there}/friends", {"name": "Léa"}, {"name": "Tom"}
    me = {"friend": lea["friend"], "variant_id": book}
    yield "propose", "POST", f"{there}/proposals", me, me | {"quantity": 2}
    said = me | {"text": "Joli"}
    yield "comment_shared", "POST", f"{there}/comments", said, said | {"text": "Beau"}
    thinks = {"friend": lea["friend"], "opinion": "yes"}
    yield "set_opinion", "PUT", f"{there}/opinions/{book}", thinks, thinks | {"opinion": "unsure"}
    yield "comment_own", "POST", f"{home}/comments", {"text": "Merci"}, {"text": "Non"}
    (proposal,) = shop.staff.get(there).body["together"]["proposals"]
    yield "take_proposal", "POST", f"{home}/proposals/{proposal['id']}/take", None, None
    throw = str(shop.world.variants["THROW"])
    shop.staff.post(f"{there}/proposals", me | {"variant_id": throw})
    other = shop.staff.get(there).body["together"]["proposals"][1]
    yield "decline_proposal", "POST", f"{home}/proposals/{other['id']}/decline", None, None
    yield "end_sharing", "DELETE", f"{home}/sharing/{token}", None, None


def questions(shop: SimpleNamespace, order: str) -> Generator[Call, Any, None]:
    """On what the order brought: a bowl."""
    asked = {"text": "Au four ?", "author": "Ana", "email": "ana@example.com"}
    product = "/v1/products/bol-matin/questions"
    first = yield "ask_question", "POST", product, asked, asked | {"text": "Au gel ?"}
    here = f"/v1/questions/{first['id']}"
    yield "publish_question", "POST", f"{here}/publish", None, None
    said = {"text": "Oui.", "author": "Zoé"}
    mine = yield "answer_as_buyer", "POST", f"{order}/questions/{first['id']}/answers", said, said | {"text": "Non."}
    yield "publish_answer", "POST", f"/v1/answers/{mine['id']}/publish", None, None
    yield "refuse_answer", "POST", f"/v1/answers/{mine['id']}/refuse", {"reason": "insult"}, {"reason": "personal"}
    yield "answer_question", "POST", f"{here}/answers", {"text": "Oui, à 200 °C."}, {"text": "Non."}
    yield "refuse_question", "POST", f"{here}/refuse", {"reason": "insult"}, {"reason": "personal"}
