"""Reviews and questions in words: stars as a number too, who wrote, when it arrived, when it was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from comptoir.channels.storefront.languages import address
from comptoir.channels.storefront.legal_texts import REVIEWS
from comptoir.kit.days import written
from comptoir.org.contracts import ShopperContext
from comptoir.reviews import facade as reviews
from comptoir.reviews.contracts import ProductReviews, PurchaseInfo, QuestionInfo, Rating, ReviewInfo

SORTS: dict[str, str | Promise] = {
    "newest": pgettext_lazy("reviews", "Newest first"),
    "helpful": gettext_lazy("Most helpful first"),
    "best": gettext_lazy("Best first"),
    "worst": gettext_lazy("Worst first"),
}
# By what a list is ordered has to be said where it stands (Code de la consommation, D111-17).
SORTED: dict[str, str | Promise] = {
    "newest": gettext_lazy("Ordered by the day of publication, the newest first."),
    "helpful": gettext_lazy(
        "Ordered by how many readers said that a review helped them, each counted once; among equals the newest first."
    ),
    "best": gettext_lazy("Ordered by rating, the best first; among equals the newest first."),
    "worst": gettext_lazy("Ordered by rating, the worst first; among equals the newest first."),
}
SAID: dict[int, str | Promise] = {
    1: gettext_lazy("Disappointing"), 2: gettext_lazy("Mediocre"), 3: gettext_lazy("Decent"), 4: gettext_lazy("Good"),
    5: gettext_lazy("Excellent"),
}  # fmt: skip
STATES: dict[str, str | Promise] = {
    "waiting": gettext_lazy("Your review is being read. It is published within seven days."),
    "published": gettext_lazy("Your review is published."),
    "refused": gettext_lazy("Your review is not published."),
}


def rating(found: Rating | None, locale: str) -> dict[str, Any] | None:
    """`half` counts half stars, for their drawing; the figures say it to everybody."""
    if not found or not found.count:
        return None
    return {
        "mean": decimal(found.mean, locale),
        "half": round(found.mean * 2),
        "count": found.count,
        "words": ngettext(
            "%(mean)s out of 5, %(count)s review", "%(mean)s out of 5, %(count)s reviews", found.count
        ) % {"mean": decimal(found.mean, locale), "count": found.count},
    }  # fmt: skip


def decimal(number: float, locale: str) -> str:
    text = f"{number:.1f}"
    return text.replace(".", ",") if locale == "fr" else text


def of_product(found: ProductReviews, slug: str, context: ShopperContext) -> dict[str, Any]:
    """The part of the product's page."""
    locale, zone = context.locale, context.market.zone
    return {
        "rating": rating(found.rating, locale),
        "stars": stars(found.rating, slug, locale),
        "reviews": [review(each, locale, zone) for each in found.reviews],
        "questions": [question(each, locale, zone) for each in found.questions],
        "question_count": found.question_count,
        "all_href": address("reviews", locale, slug=slug),
        "questions_href": address("questions", locale, slug=slug),
        "info_href": info_href(locale),
    }


def info_href(locale: str) -> str:
    return address("legal", locale, topic=REVIEWS[locale])


def stars(found: Rating, slug: str, locale: str) -> list[dict[str, Any]]:
    """How many gave five stars, how many four: each leads to those reviews."""
    href = address("reviews", locale, slug=slug)
    return [
        {
            "number": number,
            "words": ngettext("%(number)s star", "%(number)s stars", number) % {"number": number},
            "count": found.stars[number - 1],
            "of": found.count,
            "href": f"{href}?{urlencode({'rating': number})}" if found.stars[number - 1] else "",
        }
        for number in (5, 4, 3, 2, 1)
    ]


def review(found: ReviewInfo, locale: str, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": found.id,
        "language": found.locale,
        "half": found.rating * 2,
        "words": _("%(rating)s out of 5") % {"rating": found.rating},
        "title": found.title,
        "text": found.text,
        "author": found.author,
        "options": found.options.told(locale),
        "fit": str(reviews.FITS[found.fit]) if found.fit else "",
        "invented": found.kind == "demo",
        "received": long_day(found.received_on, locale),
        "published": _moment(found.published_at, locale, zone),
        "changed": found.changed_at is not None,
        "photos": [_photo(each.id, each.width, each.height, found, place) for place, each in enumerate(found.photos)],
        "answer": found.answer,
        "answered": _moment(found.answered_at, locale, zone),
        "helpful": found.helpful,
        "helpful_href": address("review_helpful", locale, review=found.id),
        "report_href": address("review_report", locale, review=found.id),
    }


def _photo(identity: object, width: int, height: int, found: ReviewInfo, place: int) -> dict[str, Any]:
    """The smaller picture has 320 pixels on its longer side."""
    scale = min(1.0, 320 / max(width, height))
    return {
        "small": reverse("storefront_plain:review_photo", kwargs={"photo": identity, "size": "small"}),
        "large": reverse("storefront_plain:review_photo", kwargs={"photo": identity, "size": "large"}),
        "width": round(width * scale),
        "height": round(height * scale),
        "alt": _("Photograph %(number)s by %(author)s") % {"number": place + 1, "author": found.author},
    }


def question(found: QuestionInfo, locale: str, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "id": found.id,
        "language": found.locale,
        "text": found.text,
        "author": found.author,
        "asked": _moment(found.asked_at, locale, zone),
        "invented": found.invented,
        "answers": [
            {
                "text": each.text,
                "brand": each.by == "brand",
                "author": each.author,
                "day": _moment(each.answered_at, locale, zone),
            }
            for each in found.answers
        ],
    }


def of_order(purchases: Sequence[PurchaseInfo], link: str, locale: str) -> list[dict[str, str]]:
    """What has arrived, and what may be done about it."""
    words = {
        "": _("Write a review"), "waiting": _("Your review, being read"), "published": _("Your review, published"),
        "refused": _("Your review, not published: why"),
    }  # fmt: skip
    return [
        {
            "name": each.product.told(locale),
            "options": each.options.told(locale),
            "words": words[each.state],
            "href": address("order_review", locale, link=link, purchase=each.id),
        }
        for each in purchases
    ]


def long_day(value: date, locale: str) -> str:
    """`3 octobre 2026`, `1er octobre 2026`, `3 October 2026`."""
    return written(value, "d MMMM y", locale=locale)


def _moment(when: datetime | None, locale: str, zone: ZoneInfo) -> str:
    return long_day(when.astimezone(zone).date(), locale) if when else ""
