"""Figures as the API tells them. Shares are from 0 to 1; null where there is nothing to divide by."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from comptoir.channels.api.schemas.parts import Answer, MoneyOut
from comptoir.insights.contracts import (
    Behind,
    Cohort,
    FirstThing,
    Foresight,
    FunnelTable,
    Left,
    PaymentRefusal,
    RefusedOrder,
    Visits,
)
from comptoir.kit.money import Money
from comptoir.orders.contracts import Sold


class StepOut(Answer):
    code: str
    people: int


class GroupOut(Answer):
    name: str
    steps: list[StepOut]


class RefusedPaymentOut(Answer):
    means: str
    reason: str
    times: int
    orders: int
    paid_after: int


class LeftOut(Answer):
    step: str
    reason: str
    outcome: str
    times: int


class FunnelOut(Answer):
    """`covered` is the share of all visits that visitors allowed to be known."""

    steps: list[StepOut]
    groups: list[GroupOut]
    covered: float | None
    refused_payments: list[RefusedPaymentOut]
    left: list[LeftOut]

    @staticmethod
    def of(
        table: FunnelTable, visits: Visits, refused: tuple[PaymentRefusal, ...], left: tuple[Left, ...]
    ) -> FunnelOut:
        def told(people: tuple[int, ...]) -> list[StepOut]:
            return [StepOut(code=code, people=n) for code, n in zip(table.steps, people, strict=True)]

        return FunnelOut(
            steps=told(table.people), covered=visits.covered,
            groups=[GroupOut(name=name, steps=told(people)) for name, people in table.groups.items()],
            refused_payments=[
                RefusedPaymentOut(
                    means=r.means, reason=r.reason, times=r.times, orders=r.orders, paid_after=r.paid_after
                )
                for r in refused
            ],
            left=[LeftOut(step=e.step, reason=e.reason, outcome=e.outcome, times=e.times) for e in left],
        )  # fmt: skip


class BehindOut(Answer):
    """People by id, from the one after `after`: fewer than `size` means that there are no more. `people` allow the
    purpose; of `hidden` others, who do not or are no longer known, nothing is told."""

    people: list[UUID]
    hidden: int

    @staticmethod
    def of(found: Behind, after: UUID | None, size: int) -> BehindOut:
        page = [each for each in found.people if not after or each > after][:size]
        return BehindOut(people=page, hidden=found.hidden)


class RefusedOrderOut(Answer):
    order_id: UUID
    times: int
    last_at: datetime
    paid_after: bool

    @staticmethod
    def of(found: RefusedOrder) -> RefusedOrderOut:
        return RefusedOrderOut(
            order_id=found.order_id, times=found.times, last_at=found.last_at, paid_after=found.paid_after
        )


class SoldOut(Answer):
    """Orders that stand, on the day on which they were placed. `name` is a day, a channel or `all`."""

    name: str
    orders: int
    value: MoneyOut
    average_basket: MoneyOut
    buyers: int
    returning_buyers: int

    @staticmethod
    def of(name: str, sold: Sold) -> SoldOut:
        return SoldOut(
            name=name, orders=sold.orders, value=MoneyOut.of(sold.value), average_basket=MoneyOut.of(sold.average),
            buyers=sold.buyers, returning_buyers=sold.returning,
        )  # fmt: skip


class SalesOut(Answer):
    """`before` is the same number of days just before; `conversion` is orders a visit, of visits with consent."""

    whole: SoldOut
    before: SoldOut
    days: list[SoldOut]
    channels: list[SoldOut]
    visits: int
    conversion: float | None
    covered: float | None


class CohortOut(Answer):
    month: date
    people: int
    active: list[int]
    value: list[MoneyOut]

    @staticmethod
    def of(cohort: Cohort, currency: str) -> CohortOut:
        value = [MoneyOut.of(Money(minor, currency)) for minor in cohort.value]
        return CohortOut(month=cohort.month, people=cohort.people, active=list(cohort.active), value=value)


class FirstChannelOut(Answer):
    """`new` are those whose first order lies in the days that were asked for, `new_before` in as many before them."""

    channel: str
    people: int
    orders: int
    returning: int
    value: MoneyOut
    new: int
    new_value: MoneyOut
    new_before: int
    new_value_before: MoneyOut

    @staticmethod
    def of(row: FirstThing, currency: str) -> FirstChannelOut:
        return FirstChannelOut(channel=row.name, **_of_first(row, currency))


class FirstCampaignOut(Answer):
    """`campaign` is “source / medium / name”; empty for buyers of whom none was seen."""

    campaign: str
    people: int
    orders: int
    returning: int
    value: MoneyOut
    new: int
    new_value: MoneyOut
    new_before: int
    new_value_before: MoneyOut

    @staticmethod
    def of(row: FirstThing, currency: str) -> FirstCampaignOut:
        return FirstCampaignOut(campaign=row.name, **_of_first(row, currency))


def _of_first(row: FirstThing, currency: str) -> dict[str, Any]:
    counted = {name: getattr(row, name) for name in ("people", "orders", "returning", "new", "new_before")}
    money = {name: getattr(row, name) for name in ("value", "new_value", "new_value_before")}
    return counted | {name: MoneyOut.of(Money(minor, currency)) for name, minor in money.items()}


class RetentionOut(Answer):
    """`active` and `value` go by months since the first order; `value` is what was brought until then."""

    cohorts: list[CohortOut]
    first_channels: list[FirstChannelOut]
    first_campaigns: list[FirstCampaignOut]


class PersonaOut(Answer):
    people: int
    portrait: list[str]
    share_of_value: float
    ordered_again: float | None


class BackTestOut(Answer):
    held_from: date
    days: int
    people: int
    foreseen: float
    happened: int
    error: float
    naive_error: float


class ForesightOut(Answer):
    """`made_on` is null before there are buyers enough to foresee anything."""

    made_on: date | None
    people: int
    alive: float
    orders_expected: float
    value_expected: MoneyOut
    horizon_days: int
    back_test: BackTestOut | None
    personas: list[PersonaOut]

    @staticmethod
    def of(found: Foresight | None, currency: str) -> ForesightOut:
        if found is None:
            return ForesightOut(
                made_on=None, people=0, alive=0, orders_expected=0, value_expected=MoneyOut(minor=0, currency=currency),
                horizon_days=0, back_test=None, personas=[],
            )  # fmt: skip
        test = found.back_test
        return ForesightOut(
            made_on=found.made_on, people=found.people, alive=found.alive, orders_expected=found.expected,
            value_expected=MoneyOut(minor=found.expected_value, currency=currency), horizon_days=found.horizon,
            back_test=BackTestOut(
                held_from=test.held_from, days=test.days, people=test.people, foreseen=test.foreseen,
                happened=test.happened, error=test.error, naive_error=test.naive_error,
            ) if test else None,
            personas=[
                PersonaOut(
                    people=p.people, portrait=list(p.portrait), share_of_value=p.share_of_value,
                    ordered_again=p.ordered_again,
                )
                for p in found.personas
            ],
        )  # fmt: skip
