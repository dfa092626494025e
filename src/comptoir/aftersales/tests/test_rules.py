"""The time, the objects and the money of a withdrawal, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from comptoir.aftersales import rules
from comptoir.aftersales.commands.close import is_on_its_way
from comptoir.aftersales.contracts import WithdrawableLine
from comptoir.aftersales.errors import GoodsExcluded, OrderUnknown
from comptoir.aftersales.links import order_of_step, step, withdrawal_of_link
from comptoir.kit.money import Money
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.payments.contracts import RequestInfo

PARIS = ZoneInfo("Europe/Paris")
CHRISTMAS = {date(2026, 12, 25)}
BOWL = WithdrawableLine(
    position=1, variant_id=None, sku="BOWL", name=Localised(fr="Bol"), options=(), quantity=2, unsent=0,
    unit=Money(2400, "EUR"), exclusion="", is_lost=False, is_sealed=False,
)  # fmt: skip
ENGRAVED = replace(BOWL, position=2, quantity=1, exclusion="made-to-measure", is_lost=True)
SEALED = replace(BOWL, position=3, quantity=1, exclusion="sealed-hygiene", is_sealed=True)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 11, 18), date(2026, 12, 2)),  # a Wednesday: the day of receipt does not count
        (date(2026, 11, 21), date(2026, 12, 7)),  # the fourteenth day is a Saturday
        (date(2026, 11, 22), date(2026, 12, 7)),  # or a Sunday
        (date(2026, 12, 11), date(2026, 12, 28)),  # or Christmas, before a week-end
    ],
)
def test_the_last_day_is_the_fourteenth_after_receipt_or_the_next_working_day(received: date, last: date) -> None:
    assert rules.last_day(received, CHRISTMAS) == last


def test_the_time_begins_with_the_last_parcel_in_the_time_of_the_market() -> None:
    late = datetime.fromisoformat("2026-11-18T23:30:00+00:00")  # the 19th in Paris
    early = datetime.fromisoformat("2026-11-10T10:00:00+00:00")
    assert rules.received_on([early, late], PARIS) == date(2026, 11, 19)
    assert rules.received_on([early, None], PARIS) is None
    assert rules.received_on([], PARIS) is None


def test_the_right_is_open_before_delivery_and_ends_after_its_last_day() -> None:
    def code(**given: object) -> str:
        asked = {"state": "delivered", "last": None, "today": date(2026, 12, 2), "lines": [BOWL]} | given
        return rules.refusal(**asked)  # type: ignore[arg-type]

    assert code() == code(last=date(2026, 12, 2)) == code(lines=[ENGRAVED, SEALED]) == ""
    assert code(last=date(2026, 12, 1)) == "withdrawal_window_over"
    assert code(state="cancelled") == "order_ended"
    assert code(lines=[replace(BOWL, quantity=0), ENGRAVED]) == "goods_excluded"
    assert code(lines=[replace(BOWL, quantity=0)]) == "already_withdrawn"


def test_what_is_excluded_stays_and_what_is_only_sealed_may_go_back() -> None:
    lines = [BOWL, ENGRAVED, SEALED]
    assert rules.chosen(lines, None) == {1: 2, 3: 1}
    assert not rules.is_whole(lines, {1: 2, 3: 1})
    assert rules.is_whole([BOWL, replace(SEALED, quantity=0)], {1: 2})
    assert rules.chosen(lines, {1: 1, 3: 0}) == {1: 1}
    with pytest.raises(GoodsExcluded):
        rules.chosen(lines, {1: 1, 2: 1})
    for wrong in ({1: 3}, {9: 1}, {1: 0}, {}, {1: -1}):
        with pytest.raises(Invalid):
            rules.chosen(lines, wrong)


def test_a_refused_refund_is_on_its_way_until_another_is_made_instead() -> None:
    now = datetime.fromisoformat("2026-11-18T09:30:00+00:00")
    none = Money(0, "EUR")
    refused = RequestInfo(
        id=uuid4(), order_id=uuid4(), kind="refund", tender="card", token="", amount=Money(100, "EUR"),
        state="refused", refusal_code="", provider_reference="", requested_at=now, answered_at=now, reserved=none,
        taken=none,
    )  # fmt: skip
    paid = replace(refused, id=uuid4(), state="paid", instead_of=refused.id)
    charge = replace(refused, id=uuid4(), kind="charge", state="action_required")
    assert is_on_its_way([refused]) and is_on_its_way([replace(paid, state="awaited", instead_of=None)])
    assert not is_on_its_way([refused, paid, charge])


def test_links_of_others_open_nothing() -> None:
    order = uuid4()
    assert order_of_step(step(order)) == order
    for forged in ("", "x", str(order), step(order)[:-1] + "x"):
        with pytest.raises(OrderUnknown):
            order_of_step(forged)
        with pytest.raises(NotFound):
            withdrawal_of_link(forged)
    with pytest.raises(NotFound):
        withdrawal_of_link(step(order))
