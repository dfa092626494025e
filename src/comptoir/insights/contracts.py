"""What crosses the door of insights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """Days of the market, both included."""

    since: date
    until: date

    @property
    def before(self) -> Period:
        """As many days, just before."""
        length = self.until - self.since + timedelta(days=1)
        return Period(since=self.since - length, until=self.until - length)

    def has(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """`acts` are what counts as it; an act of a later step may stand there too: whoever pays has said where to
    deliver, if on the same page. `facts` are acts of the lane of facts."""

    code: str
    acts: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FunnelTable:
    """`people` are those who came so far, by step; `groups` the same by what was asked for (a device, a channel), the
    largest first."""

    steps: tuple[str, ...]
    people: tuple[int, ...]
    groups: Mapping[str, tuple[int, ...]]
    events: int


@dataclass(frozen=True, kw_only=True, slots=True)
class PaymentRefusal:
    """`orders` met it, of which `paid_after` were paid in the end."""

    means: str
    reason: str
    times: int
    orders: int
    paid_after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """`outcome` is refused or hesitated; `people` those of them who are known, `times` all."""

    step: str
    reason: str
    outcome: str
    times: int
    people: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Visits:
    """`orders` are those placed in these visits; what is of nobody was counted without consent."""

    visitors: int
    visits: int
    orders: int
    pages: int
    pages_of_nobody: int
    visits_of_nobody: int

    @property
    def conversion(self) -> float | None:
        return self.orders / self.visits if self.visits else None

    @property
    def covered(self) -> float | None:
        """The share of visits that consent lets us know; None when none was counted, or of nobody pages alone."""
        total = self.visits + self.visits_of_nobody
        return self.visits / total if total and (self.visits_of_nobody or not self.pages_of_nobody) else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """The way to an order in some days, as it is told on one page."""

    table: FunnelTable
    visits: Visits
    refusals: tuple[PaymentRefusal, ...]
    left: tuple[Left, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cohort:
    """Who ordered first in a month: `active` by months since, `value` in minor units of what they ordered by then."""

    month: date
    people: int
    active: tuple[int, ...]
    value: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class FirstThing:
    """Buyers by something of their beginning, such as the channel of their first order, and what they have brought
    since; of these the `new` ones, whose first order lies in a period, and those of the period before it."""

    name: str
    people: int
    orders: int
    value: int
    returning: int
    new: int
    new_value: int
    new_before: int
    new_value_before: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Persona:
    """Buyers who are alike. `days_since`, `orders`, `basket` (minor units) are medians; `portrait` says what sets them
    apart, as codes; `ordered_again` is the share of such buyers who did order in the time that was held back."""

    people: int
    days_since: int
    orders: float
    basket: int
    share_of_value: float
    portrait: tuple[str, ...]
    ordered_again: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class BackTest:
    """What the model, shown only what was known on `held_from`, said of the days after, and what came."""

    held_from: date
    days: int
    people: int
    foreseen: float
    happened: int
    error: float
    naive_error: float
    by_foreseen: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """What the same models would have said some `days` before, knowing what was known then. What was credited since is
    already taken off."""

    days: int
    people: int
    again: int
    alive: float
    expected: float
    expected_value: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Foresight:
    """Of a market on a day: the models' numbers by name, their back-test, the personas, and what they said `before`,
    where there were buyers enough then."""

    made_on: date
    people: int
    again: int
    purchases: Mapping[str, float]
    basket: Mapping[str, float]
    alive: float
    expected: float
    expected_value: int
    horizon: int
    back_test: BackTest | None
    personas: tuple[Persona, ...]
    before: Earlier | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BuyerWorth:
    """Of one buyer: the probability that they still are one, the day by which half of those like them have ordered
    again, orders and value (minor units) in the next days, and the number of their persona."""

    customer_id: UUID
    alive: float
    next_on: date
    orders: float
    value: int
    persona: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A refusal of the checkout by its reason, or a hesitation: `outcome` is refused or hesitated."""

    step: str
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reached:
    """Who came as far as `step`; with `by`, one of GROUPS, those of one `group` as the funnel names it."""

    step: str
    by: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """Buyers by the first campaign that was seen of them, empty for none; `new` for those whose first order lies in
    the period."""

    campaign: str
    new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """People behind a figure, by id, who allow what was asked for; of `hidden` others nothing is told."""

    people: tuple[UUID, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedOrder:
    """An order whose payment was refused so many `times`, and whether it was paid after all."""

    order_id: UUID
    times: int
    last_at: datetime
    paid_after: bool
