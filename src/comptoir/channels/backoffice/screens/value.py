"""What buyers are worth: who still is one, what is expected, who is like whom, and how well that was foreseen."""

from __future__ import annotations

from typing import Any

from babel.numbers import format_decimal
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comptoir.channels.backoffice import access
from comptoir.channels.backoffice.front import Figure
from comptoir.channels.backoffice.screens.periods import Days
from comptoir.channels.backoffice.shares import share
from comptoir.customers import facade as customers
from comptoir.insights import facade as insights
from comptoir.insights.contracts import BuyerWorth, Earlier, Foresight, Persona
from comptoir.kit.days import written
from comptoir.kit.money import Money

NAME = "worth"
KEPT = ("persona",)
MOST, IN_FILE = 20, 10_000
SIDES = {
    "days_since:low": gettext_lazy("ordered lately"), "days_since:high": gettext_lazy("have not ordered for long"),
    "orders:high": gettext_lazy("order often"), "orders:low": gettext_lazy("ordered once or little more"),
    "basket:high": gettext_lazy("fill large baskets"), "basket:low": gettext_lazy("buy small things"),
}  # fmt: skip


def figures(request: HttpRequest, days: Days) -> dict[str, Any]:
    """Of today, whatever the period; the page shows no choice of days."""
    market, locale = access.market(), access.locale()
    found = insights.foresight(market.code)
    given = request.GET.get("persona", "")
    persona = int(given) if found and given.isdigit() and int(given) < len(found.personas) else None
    size = IN_FILE if request.GET.get("export") else MOST
    people = insights.most_valuable(market.code, persona=persona, size=size) if found else ()
    shown: dict[str, Any] = {"foresight": found, "people": people, "currency": market.currency, "timeless": True}
    if found is None:
        return shown
    return shown | {
        "made_on": written(found.made_on, "d MMMM y", locale=locale),
        "numbers": _numbers(found, market.currency, locale),
        "personas": [_persona(n, each, market.currency, locale) for n, each in enumerate(found.personas)],
        "chosen": persona, "rows": _people(request, people, market.currency, locale),
        "test": _test(found, locale), "model": {k: f"{v:.3f}" for k, v in {**found.purchases, **found.basket}.items()},
    }  # fmt: skip


def table(found: dict[str, Any]) -> list[list[Any]]:
    """Buyers by their id, without a name."""
    head = ["customer_id", "probability_still_buyer", "half_have_ordered_by", "orders_expected", "value_expected",
            "currency", "persona"]  # fmt: skip
    return [head, *(
        [p.customer_id, f"{p.alive:.4f}", p.next_on, f"{p.orders:.3f}", Money(p.value, found["currency"]).decimal,
         found["currency"], p.persona + 1]
        for p in found["people"]
    )]  # fmt: skip


def _numbers(found: Foresight, currency: str, locale: str) -> list[Figure]:
    here = reverse("worth:index")
    left, was = found.people - found.alive, found.before
    return [
        Figure(
            label=_("Buyers who probably still are"), value=format_decimal(round(found.alive), locale=locale),
            note=_("of %(people)s; %(left)s have probably left")
            % {
                "people": format_decimal(found.people, locale=locale),
                "left": format_decimal(round(left), locale=locale),
            } + _before(was, format_decimal(round(was.alive), locale=locale) if was else ""),
            address=here,
        ),
        Figure(
            label=_("Orders expected of them"), value=format_decimal(round(found.expected), locale=locale),
            note=_("in %(days)s days") % {"days": found.horizon}
            + _before(was, format_decimal(round(was.expected), locale=locale) if was else ""),
            address=here,
        ),
        Figure(
            label=_("What that is worth"), value=Money(found.expected_value, currency).format(locale),
            note=_("in %(days)s days, before cancellations") % {"days": found.horizon}
            + _before(was, Money(was.expected_value, currency).format(locale) if was else ""),
            address=here,
        ),
        Figure(
            label=_("Buyers who came back"), value=share(found.again / found.people),
            note=_("%(again)s ordered on a second day") % {"again": format_decimal(found.again, locale=locale)}
            + _before(was, share(was.again / was.people) if was else ""),
            address=reverse("retention:index"),
        ),
    ]  # fmt: skip


def _before(was: Earlier | None, value: str) -> str:
    """What the models would have said some time ago, beside what they say now."""
    return " · " + _("%(days)s days ago: %(value)s") % {"days": was.days, "value": value} if was else ""


def _persona(number: int, persona: Persona, currency: str, locale: str) -> dict[str, Any]:
    sides = [str(SIDES[side]) for side in persona.portrait if side in SIDES]
    name = ", ".join(sides) or _("like most buyers")
    return {
        "number": number, "name": name[:1].upper() + name[1:], "people": persona.people,
        "share": share(persona.share_of_value), "days": persona.days_since,
        "orders": format_decimal(round(persona.orders, 1), locale=locale),
        "basket": Money(persona.basket, currency), "again": share(persona.ordered_again),
        "address": f"?persona={number}",
    }  # fmt: skip


def _people(
    request: HttpRequest, people: tuple[BuyerWorth, ...], currency: str, locale: str
) -> list[dict[str, Any]]:
    """With the e-mail for who may see it; else by what is said of them."""
    known = customers.people([p.customer_id for p in people]) if access.may(request.user, "insights", "contact") else {}
    listed = reverse("orders:index")
    return [
        {
            "place": place + 1, "email": known[p.customer_id].email if p.customer_id in known else "",
            "address": f"{listed}?q={known[p.customer_id].email}" if p.customer_id in known else "",
            "alive": share(p.alive), "next": written(p.next_on, "d MMM y", locale=locale),
            "orders": format_decimal(round(p.orders, 1), locale=locale), "value": Money(p.value, currency),
        }
        for place, p in enumerate(people)
    ]  # fmt: skip


def _test(found: Foresight, locale: str) -> dict[str, Any] | None:
    test = found.back_test
    if test is None:
        return None
    return {
        "since": written(test.held_from, "d MMMM y", locale=locale), "days": test.days, "people": test.people,
        "foreseen": format_decimal(round(test.foreseen), locale=locale),
        "happened": format_decimal(test.happened, locale=locale),
        "error": format_decimal(round(test.error, 2), locale=locale),
        "naive": format_decimal(round(test.naive_error, 2), locale=locale),
        "rows": [
            (n, format_decimal(round(said, 2), locale=locale), format_decimal(round(came, 2), locale=locale))
            for n, said, came in test.by_foreseen
        ],
        "most": test.by_foreseen[-1][0] if test.by_foreseen else 0,
    }  # fmt: skip
