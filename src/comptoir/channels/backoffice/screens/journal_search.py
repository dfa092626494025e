"""What the journal is searched for. A text is looked for in the small tables of what events are about, and the events
by what was found there: by the index of subjects or of staff, never through the stream (decision 0004)."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation

from comptoir.catalog import facade as catalog
from comptoir.channels.backoffice import access, rows, sentences
from comptoir.customers import facade as customers
from comptoir.journal.contracts import REGISTRY, Lane
from comptoir.kit.text import fold
from comptoir.orders import facade as orders

MOST = 200  # things of one kind that a text may mean
SHORTEST = 3  # letters of an event's name
VISITOR = "visitor"
SUBJECTS = sorted({told.SUBJECT_KIND for told in REGISTRY.values()} - {VISITOR})
LANES = {name: told.LANE.value for (name, _version), told in REGISTRY.items()}
KINDS = {name: told.SUBJECT_KIND for (name, _version), told in REGISTRY.items()}


def found(queryset: QuerySet[Any], text: str, user: Any) -> QuerySet[Any]:
    """Events of staff by their name or e-mail; about an order, a document, a product, a promotion, or a person (to who
    sees names); with an id; or called so in either language."""
    typed = text.strip()
    visits = queryset.filter(lane=Lane.BEHAVIOUR.value, visitor=typed)
    if visits.order_by().exists():  # a visitor is in an index of their own (decision 29)
        return visits
    about = Q(subject_kind__in=SUBJECTS, subject_id=typed)
    things = meant(typed, user)
    for kind, ids in things.items():
        about |= Q(subject_kind=kind, subject_id__in=[str(pk) for pk in ids])
    staff = rows.Account.objects.filter(Q(name__icontains=typed) | Q(email__iexact=typed), is_staff=True)
    people = [*staff.values_list("pk", flat=True)[:MOST]]
    about |= Q(subject_kind="account", subject_id__in=[str(pk) for pk in people])
    actors = {f"staff:{pk}" for pk in people} | ({typed} if typed.startswith("staff:") else set())
    if actors:
        about |= done_by(*actors)
    words = words_like(typed)
    by_subject = [name for name in words if KINDS[name] != VISITOR]
    if words and not (by_subject or things or actors):
        return queryset.filter(called(words))
    return queryset.filter(about | called(by_subject) if by_subject else about)


def meant(text: str, user: Any) -> dict[str, set[UUID]]:
    """What the text is a number, a code or (to who sees names) the name or e-mail of, by kind of subject."""
    upper, personal = text.upper(), access.may(user, "customers", "contact")
    matching = rows.Order.objects.filter(orders.matching(text, personal=personal))
    of_orders = {*matching.values_list("pk", flat=True)[:MOST]}
    of_orders |= {*rows.Document.objects.filter(number=upper).values_list("order_id", flat=True)[:MOST]}
    variants = {variant for variant, _product in catalog.variants_of_sku(text)}
    variants |= {*catalog.find_variants([text]).values()}
    products = {*rows.Variant.objects.filter(pk__in=variants).values_list("product_id", flat=True)}
    products |= {*rows.Product.objects.filter(external_id__in=[text, text.lower(), upper]).values_list("pk", flat=True)}
    promotions = rows.Promotion.objects.filter(Q(code=upper) | Q(name__icontains=text))
    known = {
        "order": of_orders, "product": products, "variant_price": variants, "safety_stock": variants,
        "promotion": {*promotions.values_list("pk", flat=True)[:MOST]},
    }  # fmt: skip
    if personal:
        accounts = rows.Account.objects.filter(email__iexact=text, is_staff=False)
        known["account"] = {*accounts.values_list("pk", flat=True)}
        known["customer"] = {*customers.with_email(text)}
    return {kind: ids for kind, ids in known.items() if ids}


def words_like(text: str) -> list[str]:
    """Words of the journal whose name, in English or French, holds the text; codes as they are written too."""
    folded = fold(text)
    if len(folded) < SHORTEST:
        return []
    return [name for name in LANES if any(folded in fold(each) for each in (name, *_titles(name)))]


def called(names: list[str]) -> Q:
    """Events by their words, in the lanes and kinds of subject of these: only there are they looked for."""
    return Q(
        name__in=names, lane__in=sorted({LANES[name] for name in names}),
        subject_kind__in=sorted({KINDS[name] for name in names}),
    )  # fmt: skip


def but_counts() -> Q:
    """Without the counts of anonymous visits, which have a lane, and so tables, of their own."""
    return Q(lane__in=[lane.value for lane in Lane if lane is not Lane.EXEMPT])


def done_by(*actors: str) -> Q:
    """In the words of the index `journal_event_staff`."""
    return Q(actor__in=sorted(actors), actor__startswith="staff:")


@cache
def _titles(name: str) -> tuple[str, ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(sentences.title(name))
    return tuple(found)
