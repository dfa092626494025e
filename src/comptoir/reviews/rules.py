"""Texts, ratings, states and reasons as data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comptoir.reviews.contracts import QuestionDraft, ReviewDraft

STARS = ("one", "two", "three", "four", "five")
FITS: Mapping[str, str | Promise] = {
    "small": _("runs small"),
    "true": _("true to size"),
    "large": _("runs large"),
}
# Why something is not published. None of them is an opinion: a bad review is no reason (L121-4, 27° and 28°).
REFUSALS: Mapping[str, str | Promise] = {
    "insult": _("It insults or threatens somebody."),
    "personal": _("It names a person or gives personal data."),
    "off_topic": _("It is not about the product: delivery and service are answered by our team."),
    "unlawful": _("It contains something unlawful."),
    "advertising": _("It is advertising, or leads to another site."),
    "unreadable": _("It cannot be understood."),
    "conflict": _("Its author has an interest in the product, or was paid for it."),
}
# Why a reader doubts a review (L111-7-2: free of charge, with a reason).
REPORTS: Mapping[str, str | Promise] = {
    "fake": _("It does not seem to be written by a buyer"),
    "insult": _("It insults or threatens somebody"),
    "personal": _("It names a person or gives personal data"),
    "unlawful": _("It contains something unlawful"),
    "advertising": _("It is advertising"),
    "other": _("Something else"),
}
# What each verb may start from.
MOVES: Mapping[str, frozenset[str]] = {
    "change": frozenset({"waiting", "published", "refused"}),
    "publish": frozenset({"waiting", "refused"}),
    "refuse": frozenset({"waiting", "published"}),
    "withdraw": frozenset({"waiting", "published", "refused"}),
    "answer": frozenset({"published"}),
    "report": frozenset({"published"}),
}
SORTS = ("newest", "helpful", "best", "worst")
PUBLISHED_WITHIN = timedelta(days=7)
INVITED_AFTER = timedelta(days=10)
BRAKE_SPAN = timedelta(hours=1)
KEPT = timedelta(days=5 * 365)
LONGEST = {"title": 120, "text": 4000, "author": 60}
LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_REPORT = 1000, 2000, 1000
SPACES, NARROW = re.compile(" +"), "\u00a0\u202f"
LAST_PAGE, LARGEST_PAGE = 10_000, 100


def tidy(text: str) -> str:
    """One line: no controls, single spaces; those that French puts before its signs stay."""
    return SPACES.sub(" ", "".join(c if c.isprintable() or c in NARROW else " " for c in text)).strip()


def tidy_lines(text: str) -> str:
    """Several lines: no controls, at most one empty line in a row."""
    lines = [tidy(line) for line in text.replace("\r\n", "\n").split("\n")]
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    return "\n".join(kept).strip()


def tidied(draft: ReviewDraft) -> ReviewDraft:
    return ReviewDraft(
        rating=draft.rating, title=tidy(draft.title), text=tidy_lines(draft.text), author=tidy(draft.author),
        locale=draft.locale, fit=draft.fit,
    )  # fmt: skip


def review_errors(draft: ReviewDraft) -> dict[str, str]:
    """What is wrong with a tidied draft, by field. A title is not needed; a sentence is."""
    wrong = {name: "too_long" for name, most in LONGEST.items() if len(getattr(draft, name)) > most}
    wrong |= {name: "missing" for name in ("text", "author") if not getattr(draft, name)}
    if not draft.rating:
        wrong["rating"] = "missing"
    elif draft.rating not in range(1, 6):
        wrong["rating"] = "not_a_choice"
    if draft.fit and draft.fit not in FITS:
        wrong["fit"] = "not_a_choice"
    return wrong


def tidied_question(draft: QuestionDraft) -> QuestionDraft:
    return QuestionDraft(
        text=tidy_lines(draft.text), author=tidy(draft.author), email=draft.email.strip(), locale=draft.locale
    )


def question_errors(draft: QuestionDraft) -> dict[str, str]:
    wrong = {name: "missing" for name in ("text", "author", "email") if not getattr(draft, name)}
    if len(draft.text) > LONGEST_QUESTION:
        wrong["text"] = "too_long"
    if len(draft.author) > LONGEST["author"]:
        wrong["author"] = "too_long"
    if draft.email and not is_email(draft.email):
        wrong["email"] = "not_an_email"
    return wrong


def is_email(text: str) -> bool:
    name, _at, host = text.rpartition("@")
    plain = len(text) <= 254 and text.isprintable() and " " not in text
    return plain and bool(name) and "." in host.strip(".")


def shown_name(name: str) -> str:
    """What is proposed as the name beside a review: “Camille R.” for Camille Roux."""
    first, *others = name.split() or [""]
    return f"{first} {others[-1][0].upper()}." if others else first


def within(number: int, largest: int) -> int:
    return min(max(1, number), largest)
