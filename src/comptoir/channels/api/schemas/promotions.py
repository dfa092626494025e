"""Promotions: what shoppers are told of them, and what a merchant says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from comptoir.channels.api.schemas.parts import Answer, Line, Moment, MoneyOut, NeededLine, Request, Short, Text
from comptoir.kit.money import Money
from comptoir.kit.paging import Page
from comptoir.kit.text import Localised
from comptoir.pricing.contracts import Reason
from comptoir.promotions import facade as promotions
from comptoir.promotions.contracts import CodeInfo, CodeStanding, Figures, Promotion, Terms

Effect = Literal["percent", "amount", "pieces", "bundle", "delivery"]
Count = Annotated[int, Field(ge=1, le=10_000_000)]
Shown = Annotated[Text, Field(min_length=1, max_length=60)]


class TakenOffOut(Answer):
    """What a promotion takes off a line, which is counted in the line's total already, and why."""

    text: str
    amount: MoneyOut

    @staticmethod
    def all_of(reasons: Sequence[Reason], locale: str) -> list[TakenOffOut]:
        return [TakenOffOut(text=each.text.read(locale), amount=MoneyOut.of(each.off)) for each in reasons]


class CodeOut(Answer):
    """A code that was typed. `refusal` is empty where it takes something off, else it says why it does not, and `text`
    what to do next: minimum_missing, pieces_missing, set_incomplete, other_articles, other_people, better_without,
    nothing_left, used_up, used_before, not_yet, over or unknown."""

    code: str
    name: str
    refusal: str
    text: str

    @staticmethod
    def all_of(codes: Sequence[CodeStanding], locale: str) -> list[CodeOut]:
        return [
            CodeOut(code=each.code, name=each.name.read(locale), refusal=each.refusal, text=each.text.read(locale))
            for each in codes
        ]


class CodeIn(Request):
    code: Annotated[Text, Field(min_length=1, max_length=40)]


class PromotionIn(Request):
    """What a promotion is. It holds from `starts_at` until `ends_at` while it `is_on`: by itself (`trigger` automatic)
    or with a `code`; without one here each person gets one of their own. `segment` is whom it is for, everybody when
    empty.

    `scope` says what it is about: all, categories (their addresses in `of`), products (external ids) or variants
    (article numbers); with `not_reduced` no reduced ones. `least_minor` and `least_pieces` are what the basket has to
    hold of these. Effects: `percent_bp` (1000 is 10 %) or `amount_minor` off; `take` pieces for the price of `pay`; a
    bundle of one of each of `of` for `amount_minor`; delivery free, by `ways` (codes of methods) or by all. It
    `combines` with others that do, or stands alone."""

    name: Annotated[Text, Field(min_length=1, max_length=80)]
    shown_fr: Shown
    shown_en: Shown
    starts_at: Moment
    ends_at: Moment | None = None
    is_on: bool = True
    trigger: Literal["automatic", "code"] = "automatic"
    code: Short = ""
    segment: Short = ""
    scope: Literal["all", "categories", "products", "variants"] = "all"
    of: Annotated[list[NeededLine], Field(max_length=500)] = []
    not_reduced: bool = False
    least_minor: Annotated[int, Field(ge=0, le=100_000_000_000)] = 0
    least_pieces: Annotated[int, Field(ge=0, le=999)] = 0
    effect: Effect
    percent_bp: Annotated[int, Field(ge=0, le=10_000)] = 0
    amount_minor: Annotated[int, Field(ge=0, le=100_000_000_000)] = 0
    take: Annotated[int, Field(ge=0, le=999)] = 0
    pay: Annotated[int, Field(ge=0, le=999)] = 0
    ways: Annotated[list[Line], Field(max_length=20)] = []
    combines: bool = True
    most_uses: Count | None = None
    most_per_person: Count | None = None

    def terms(self) -> Terms:
        """Refuses Invalid for a name that is unknown."""
        given = self.model_dump(exclude={"shown_fr", "shown_en", "of", "ways"})
        shown = Localised(fr=self.shown_fr, en=self.shown_en)
        ids = promotions.identified(self.scope, self.of)
        return Terms(**given, shown=shown, ids=ids, ways=tuple(self.ways))


class PromotionChangeIn(PromotionIn):
    """The whole of it; with `version` a change that somebody made meanwhile is refused."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)] | None = None


class PromotionOut(Answer):
    """`sentence` says it in words. `uses` are the orders that had it and stand, `cost` what it took off, `brought` what
    these orders were worth."""

    id: str
    version: int
    sentence: str
    name: str
    shown_fr: str
    shown_en: str
    starts_at: datetime
    ends_at: datetime | None
    is_on: bool
    trigger: str
    code: str
    segment: str
    scope: str
    of: list[str]
    not_reduced: bool
    least_minor: int
    least_pieces: int
    effect: str
    percent_bp: int
    amount_minor: int
    take: int
    pay: int
    ways: list[str]
    combines: bool
    most_uses: int | None
    most_per_person: int | None
    uses: int
    cost: MoneyOut
    brought: MoneyOut

    @staticmethod
    def of_(promotion: Promotion, figures: Figures, sentence: str) -> PromotionOut:
        terms, currency = promotion.terms, promotion.currency
        return PromotionOut(
            id=str(promotion.id), version=promotion.version, sentence=sentence, name=terms.name,
            shown_fr=terms.shown.read("fr"), shown_en=terms.shown.read("en"), starts_at=terms.starts_at,
            ends_at=terms.ends_at, is_on=terms.is_on, trigger=terms.trigger, code=terms.code, segment=terms.segment,
            scope=terms.scope, of=promotions.called(terms), not_reduced=terms.not_reduced,
            least_minor=terms.least_minor, least_pieces=terms.least_pieces, effect=terms.effect,
            percent_bp=terms.percent_bp, amount_minor=terms.amount_minor, take=terms.take, pay=terms.pay,
            ways=list(terms.ways), combines=terms.combines, most_uses=terms.most_uses,
            most_per_person=terms.most_per_person, uses=figures.uses,
            cost=MoneyOut.of(Money(figures.cost_minor, currency)),
            brought=MoneyOut.of(Money(figures.brought_minor, currency)),
        )  # fmt: skip


class PromotionPage(Answer):
    """The newest first; `page` counts from 1."""

    items: list[PromotionOut]
    page: int
    size: int
    total: int
    pages: int

    @staticmethod
    def of(page: Page[Promotion], items: list[PromotionOut]) -> PromotionPage:
        return PromotionPage(items=items, page=page.number, size=page.size, total=page.total, pages=page.pages)


class SwitchIn(Request):
    is_on: bool


class CodesIn(Request):
    """So many codes, each for one order, which begin with `prefix`."""

    count: Annotated[int, Field(ge=1, le=10_000)]
    prefix: Annotated[Text, Field(max_length=12)] = ""


class CodesMadeOut(Answer):
    made: int


class PromotionCodeOut(Answer):
    """`most_uses` is null for the code that everybody may type."""

    code: str
    most_uses: int | None
    uses: int
    made_at: datetime

    @staticmethod
    def of(code: CodeInfo) -> PromotionCodeOut:
        return PromotionCodeOut(code=code.code, most_uses=code.most_uses, uses=code.uses, made_at=code.made_at)
