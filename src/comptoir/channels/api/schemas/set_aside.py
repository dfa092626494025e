"""Lines saved for later, shared baskets, express and towns, as the API takes and tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from comptoir.channels.api.schemas.baskets import BasketOut
from comptoir.channels.api.schemas.parts import Answer, Line, MoneyOut, NeededLine, Request, Short, Text, money
from comptoir.checkout.contracts import SetAside, SharedBasketView, Sharing, SharingLink
from comptoir.customers.contracts import TownSuggestion


class VariantIn(Request):
    variant_id: UUID


class SetAsideOut(Answer):
    """At the price and stock of now; `unit` is null without a price."""

    variant_id: str
    sku: str
    name: str
    slug: str
    quantity: int
    available: int
    sold: bool
    unit: MoneyOut | None

    @staticmethod
    def of(line: SetAside, locale: str) -> SetAsideOut:
        return SetAsideOut(
            variant_id=str(line.item.variant_id),
            sku=line.item.sku,
            name=line.item.name.read(locale),
            slug=line.item.slug.read(locale),
            quantity=line.quantity,
            available=line.available,
            sold=line.item.published,
            unit=money(line.unit),
        )


class SharedLinkOut(Answer):
    """`token` reads the shared basket until `expires_at`: GET /shared-baskets/{token}"""

    token: str
    expires_at: datetime


class ShareIn(Request):
    """`for_friends`: who has the link may see the basket as it goes on, propose and comment. Else they see what it
    holds now, and no more."""

    for_friends: bool = False


class SharingLinkOut(Answer):
    token: str
    for_friends: bool
    shared_at: datetime
    expires_at: datetime

    @staticmethod
    def of(link: SharingLink) -> SharingLinkOut:
        return SharingLinkOut(
            token=link.token, for_friends=link.for_friends, shared_at=link.shared_at, expires_at=link.expires_at
        )


class ProposedOut(Answer):
    """`state` is waiting, taken or declined; `mine` says that the friend who asks proposed it."""

    id: str
    by: str
    mine: bool
    state: str
    line: SetAsideOut


class SaidOut(Answer):
    """`by` is a friend's first name, empty for the owner of the basket; `variant_id` null is about the whole basket."""

    id: str
    by: str
    variant_id: str | None
    text: str
    said_at: datetime


class OpinionOut(Answer):
    """`kind` is yes or unsure."""

    variant_id: str
    kind: str
    names: list[str]
    mine: bool


class TogetherOut(Answer):
    """`name` is that of the friend who asks, empty for others. Nothing is added once it is not `is_open`."""

    name: str
    is_open: bool
    proposals: list[ProposedOut]
    comments: list[SaidOut]
    opinions: list[OpinionOut]

    @staticmethod
    def of(sharing: Sharing, locale: str) -> TogetherOut:
        return TogetherOut(
            name=sharing.name,
            is_open=sharing.is_open,
            proposals=[
                ProposedOut(
                    id=str(each.id), by=each.by, mine=each.mine, state=each.state,
                    line=SetAsideOut.of(each.line, locale),
                )
                for each in sharing.proposals
            ],
            comments=[
                SaidOut(
                    id=str(each.id), by=each.by, variant_id=str(each.variant_id) if each.variant_id else None,
                    text=each.text, said_at=each.said_at,
                )
                for each in sharing.comments
            ],
            opinions=[
                OpinionOut(
                    variant_id=str(each.variant_id), kind=each.kind, names=list(each.names), mine=each.mine
                )
                for each in sharing.opinions
            ],
        )  # fmt: skip


class FriendIn(Request):
    name: NeededLine


class FriendOut(Answer):
    """`friend` is who it is from now on; keep it, it is told once and to nobody else."""

    friend: str


class ProposeIn(Request):
    """`quantity` pieces more; 0 takes the proposal back."""

    friend: UUID
    variant_id: UUID
    quantity: int = 1


class CommentIn(Request):
    """Without a variant it is about the whole basket."""

    text: Annotated[Text, Field(min_length=1, max_length=280)]
    variant_id: UUID | None = None


class FriendCommentIn(CommentIn):
    friend: UUID


class OpinionIn(Request):
    """`opinion` is yes or unsure; empty takes it back."""

    friend: UUID
    opinion: Short = ""


class SharedOut(Answer):
    """`together` is null where the link lets friends look only; `lines` are then as they were when it was made."""

    token: str
    shared_at: datetime
    expires_at: datetime
    lines: list[SetAsideOut]
    total: MoneyOut
    together: TogetherOut | None = None

    @staticmethod
    def of(shared: SharedBasketView, locale: str) -> SharedOut:
        return SharedOut(
            together=TogetherOut.of(shared.together, locale) if shared.together else None,
            token=shared.token,
            shared_at=shared.shared_at,
            expires_at=shared.expires_at,
            lines=[SetAsideOut.of(line, locale) for line in shared.lines],
            total=MoneyOut.of(shared.total),
        )


class TakeIn(Request):
    token: NeededLine


class TakenOut(Answer):
    lines: int
    basket: BasketOut


class AgainIn(Request):
    """The order, with the token of its link."""

    order_id: UUID
    token: Line = ""


class AgainOut(Answer):
    """`lines` articles were put in, `left_out` are no longer sold."""

    lines: int
    left_out: int
    basket: BasketOut


class TownOut(Answer):
    postcode: str
    town: str

    @staticmethod
    def of(suggestion: TownSuggestion) -> TownOut:
        return TownOut(postcode=suggestion.postcode, town=suggestion.town)


class TownsOut(Answer):
    """`towns` of the postcode, the largest first; `suggestions` of what may have been meant, when a town was given
    that does not fit. Neither is a refusal: any address may be ordered to."""

    towns: list[str]
    suggestions: list[TownOut]
