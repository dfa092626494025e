"""When somebody may be written to or called, and how addresses are written. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from comptoir.consent.contracts import CALL, CONSENT, EMAIL, OBJECTION, SIMILAR, SMS, Permission, Said, To
from comptoir.kit.refusals import Invalid
from comptoir.kit.text import fold

PARIS = ZoneInfo("Europe/Paris")
MORNING, AFTERNOON = (time(10), time(13)), (time(14), time(20))
SMS_HOURS = (time(8), time(22))
MOST_CALLS, CALLS_WITHIN = 4, timedelta(days=30)
NONE_AFTER_REFUSAL = timedelta(days=60)
STOPS = frozenset({"stop", "stopsms", "arret", "desinscription", "unsubscribe", "non"})
_EMAIL = re.compile(r"[^@\s<>\",;:()\[\]\\]+@[^@\s.]+(\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[1-9][0-9]{6,14}")


def to(kind: str, written: str) -> To:
    """An address as it is compared: small letters; a number with its country, France where none is said. Refuses
    Invalid."""
    if kind == "email":
        address = written.replace("\x00", "").strip().lower()
        if not address or len(address) > 254 or not _EMAIL.fullmatch(address):
            raise Invalid({"email": "not_an_email" if address else "missing"})
        return To(kind, address)
    digits = re.sub(r"[\s.\-()/]", "", written)
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+33{digits[1:]}"
    if not _PHONE.fullmatch(digits):
        raise Invalid({"phone": "not_a_phone" if digits else "missing"})
    return To("phone", digits)


def kind_of(channel: str) -> str:
    """Which kind of address a channel needs. Refuses Invalid."""
    kinds = {EMAIL: "email", SMS: "phone", CALL: "phone"}
    if channel not in kinds:
        raise Invalid({"channel": "not_a_choice"})
    return kinds[channel]


def masked(address: str) -> str:
    """`z•••@example.com`, `•••78`: enough to know one's own."""
    name, at, domain = address.partition("@")
    return f"{name[:1]}•••@{domain}" if at else f"•••{address[-2:]}"


def is_stop(text: str) -> bool:
    """Whether a message that came back says that no more are wanted: its first word does."""
    words = re.findall(r"[a-z]+", fold(text))
    return bool(words) and words[0] in STOPS


def permission(
    channel: str, said: Sequence[Said], calls: Sequence[tuple[datetime, bool]], now: datetime, *, similar: bool
) -> Permission:
    """`said` are the answers about this channel, `calls` when calls were made and whether they were refused. With
    `similar`, the message is about goods like those that were bought (CPCE L34-5)."""
    consent = standing(channel, said, similar=similar)
    if not consent.allowed or channel == EMAIL:
        return consent
    local = now.astimezone(PARIS)
    if channel == CALL and any(refused and now - at < NONE_AFTER_REFUSAL for at, refused in calls):
        return Permission(False, "refused_lately")
    if channel == CALL and sum(now - at < CALLS_WITHIN for at, _refused in calls) >= MOST_CALLS:
        return Permission(False, "called_enough")
    return consent if in_hours(channel, local) else Permission(False, "out_of_hours")


def standing(channel: str, said: Sequence[Said], *, similar: bool) -> Permission:
    """The latest answer that counts: an e-mail's consent from its confirmation on."""
    pending = False
    counted: list[tuple[datetime, bool, str]] = []
    for each in said:
        if each.basis == CONSENT and channel == EMAIL and each.confirmed_at is None:
            pending = True
            continue
        counted.append((each.confirmed_at or each.said_at, each.basis == OBJECTION, each.basis))
    usable = [each for each in counted if similar or each[2] != SIMILAR]
    if not usable:
        return Permission(False, "not_confirmed" if pending else "never_asked")
    _at, refused, basis = max(usable)
    if refused:
        return Permission(False, "withdrawn")
    return Permission(True, "consented" if basis == CONSENT else basis)


def in_hours(channel: str, local: datetime) -> bool:
    """Calls: Monday to Friday, 10 to 13 and 14 to 20, never on a public holiday (Code de la consommation, D223-9).
    Messages to a telephone: 8 to 22, never on Sundays and public holidays (the carriers' charter)."""
    hour = local.time()
    if is_holiday(local.date()):
        return False
    if channel == CALL:
        return local.isoweekday() <= 5 and any(begins <= hour < ends for begins, ends in (MORNING, AFTERNOON))
    return channel != SMS or (local.isoweekday() < 7 and SMS_HOURS[0] <= hour < SMS_HOURS[1])


def is_holiday(day: date) -> bool:
    """Public holidays of France (Code du travail, L3133-1), without those of Alsace-Moselle and overseas."""
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    after_easter = (day - easter(day.year)).days
    return (day.month, day.day) in fixed or after_easter in (1, 39, 50)


def easter(year: int) -> date:
    """Easter Sunday (the anonymous Gregorian algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, day + 1)
