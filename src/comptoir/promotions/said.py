"""Promotions in words, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_time
from babel.numbers import format_decimal
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from comptoir.kit.days import written
from comptoir.kit.money import Money
from comptoir.kit.text import LOCALES, Localised
from comptoir.promotions.contracts import (
    ALL,
    AMOUNT,
    BUNDLE,
    BY_CODE,
    DELIVERY,
    PERCENT,
    PIECES,
    Miss,
    Offer,
    Terms,
)

INSTANT = timedelta(microseconds=1)
HOURS = {"fr": "H\u202f'h'\u202fmm", "en": "H:mm"}
ONE = "%(count)s more of its articles is needed for this code. Add it to use it."
MORE = "%(count)s more of its articles are needed for this code. Add some to use it."
# Why a code takes nothing off, and what to do next.
MISSES: Mapping[str, str] = {
    "unknown": gettext_noop("We do not know this code. Check its letters and digits."),
    "not_yet": gettext_noop("This code holds from %(day)s on. Come back then."),
    "over": gettext_noop("This code held until %(day)s. Take it out to go on."),
    "minimum_missing": gettext_noop("%(amount)s of its articles are missing for this code. Add some to use it."),
    "pieces_missing": MORE,
    "set_incomplete": gettext_noop("This code is for a set of articles. Add those of it that are missing."),
    "other_articles": gettext_noop("This code is for other articles than those in your basket."),
    "other_people": gettext_noop("This code is for certain customers. Log in, if it was meant for you."),
    "used_up": gettext_noop("This code has been used as often as it may be. Take it out to go on."),
    "used_before": gettext_noop("You have used this code as often as one person may. Take it out to go on."),
    # Of a person who has not logged in: nothing that would tell what somebody ordered before.
    "not_with_this_order": gettext_noop("This code cannot be used with this order. Take it out to go on."),
    "better_without": gettext_noop("Another offer gives you more, and the two do not add up. We keep the better one."),
    "nothing_left": gettext_noop("There is nothing left for this code to take off."),
}
# What L221-5 of the Consumer Code wants said of a price that an automated decision set.
BY_DECISION = gettext_noop("price set for you by an automated decision")


def refusal(miss: Miss, currency: str, zone: ZoneInfo) -> Localised:
    """What to do next about a code that takes nothing off."""

    def text(locale: str) -> str:
        day = ""
        if miss.when:
            over = miss.why == "over"
            day = _last(miss.when, zone, locale) if over else _day(miss.when.astimezone(zone), locale)
        amount = Money(miss.minor, currency).format(locale)
        said = ngettext(ONE, MORE, miss.pieces) if miss.why == "pieces_missing" else _(MISSES[miss.why])
        return said % {"day": day, "amount": amount, "count": miss.pieces}

    return both(text)


def on_line(offer: Offer, currency: str) -> Localised:
    """Why a line costs less: “Welcome: −10 %, code HELLO10”. Of a delivery that is free its name says enough."""
    terms = offer.promotion.terms

    def text(locale: str) -> str:
        parts = [] if terms.effect == DELIVERY else [effect(terms, currency, locale)]
        if offer.code:
            parts.append(_("code %(code)s") % {"code": offer.code})
        if terms.segment:
            parts.append(_(BY_DECISION))
        name = terms.shown.read(locale)
        return _("%(name)s: %(why)s") % {"name": name, "why": ", ".join(parts)} if parts else name

    return both(text)


def effect(terms: Terms, currency: str, locale: str) -> str:
    """What it does, in the active language."""
    amount = Money(terms.amount_minor, currency).format(locale)
    if terms.effect == PERCENT:
        return _("−%(percent)s%%") % {"percent": format_decimal(terms.percent_bp / 100, locale=locale)}
    if terms.effect == AMOUNT:
        return _("%(amount)s off") % {"amount": amount}
    if terms.effect == PIECES:
        return _("%(take)s for the price of %(pay)s") % {"take": terms.take, "pay": terms.pay}
    return _("together for %(amount)s") % {"amount": amount} if terms.effect == BUNDLE else _("free delivery")


def sentence(
    terms: Terms, currency: str, locale: str, *, names: Sequence[str] = (), ways: Sequence[str] = (), segment: str = "",
    zone: ZoneInfo, now: datetime,
) -> str:  # fmt: skip
    """The whole promotion in one line: “−10 % on Tableware from €50.00, with the code TABLE10, until 31 December”.
    `names` are those of its `ids`, `ways` those of its ways, in `locale`."""
    with translation.override(locale):
        said = effect(terms, currency, locale)
        if terms.scope != ALL and names:
            said = (_("%(what)s: %(offer)s") if terms.effect == BUNDLE else _("%(offer)s on %(what)s")) % {
                "offer": said, "what": _listed(names, last=_(" and ") if terms.effect == BUNDLE else _(" or ")),
            }  # fmt: skip
        if terms.least_minor:
            said += _(" from %(amount)s") % {"amount": Money(terms.least_minor, currency).format(locale)}
        if terms.least_pieces > 1:
            said += ngettext(" from %(count)s piece", " from %(count)s pieces", terms.least_pieces) % {
                "count": terms.least_pieces
            }
        whole = ", ".join([said, *_conditions(terms, ways, segment), *_times(terms, zone, now, locale)])
    return whole[:1].upper() + whole[1:]


def _conditions(terms: Terms, ways: Sequence[str], segment: str) -> list[str]:
    found = []
    if terms.effect == DELIVERY and ways:
        found.append(_("by %(ways)s") % {"ways": _listed(ways, last=_(" or "))})
    if terms.not_reduced:
        found.append(_("not on reduced articles"))
    if terms.trigger == BY_CODE:
        shared = _("with the code %(code)s") % {"code": terms.code}
        found.append(shared if terms.code else _("with a code of one’s own"))
    if terms.segment:
        found.append(_("for “%(segment)s”") % {"segment": segment or terms.segment})
    return [*found, *_limits(terms)]


def _limits(terms: Terms) -> list[str]:
    """Who has not logged in is nobody whose orders could be counted: what needs no code is not theirs then."""
    found = []
    if most := terms.most_per_person:
        found.append(
            ngettext("once a person", "%(count)s times a person", most) % {"count": most}
            if terms.trigger == BY_CODE
            else ngettext("once for each who has logged in", "%(count)s times for each who has logged in", most)
            % {"count": most}
        )
    if most := terms.most_uses:
        found.append(ngettext("for one order in all", "for %(count)s orders in all", most) % {"count": most})
    return found


def _times(terms: Terms, zone: ZoneInfo, now: datetime, locale: str) -> list[str]:
    found = []
    year = now.astimezone(zone).year
    if terms.starts_at > now:
        found.append(_("from %(day)s on") % {"day": _day(terms.starts_at.astimezone(zone), locale, year)})
    if terms.ends_at:
        found.append(_("until %(day)s") % {"day": _last(terms.ends_at, zone, locale, year)})
    return found


def _last(ends_at: datetime, zone: ZoneInfo, locale: str, year: int | None = None) -> str:
    """The last day, with the hour where it does not last until midnight: it ends before `ends_at`."""
    end = ends_at.astimezone(zone)
    day = _day((ends_at - INSTANT).astimezone(zone), locale, year)
    if not (end.hour or end.minute or end.second):
        return day
    hour = format_time(end, HOURS[locale], tzinfo=zone, locale=locale)
    return _("%(day)s, %(hour)s") % {"day": day, "hour": hour}


def _day(day: datetime, locale: str, year: int | None = None) -> str:
    """Without its year where that is `year`."""
    return written(day, "d MMMM" if day.year == year else "d MMMM y", locale=locale)


def _listed(names: Sequence[str], *, last: str) -> str:
    return last.join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def both(text: Callable[[str], str]) -> Localised:
    found = {}
    for locale in LOCALES:
        with translation.override(locale):
            found[locale] = text(locale)
    return Localised(found)
