"""Reviews as their authors, readers and the house see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from comptoir.kit import sql
from comptoir.kit.paging import Page
from comptoir.kit.refusals import Invalid, NotFound
from comptoir.kit.text import Localised
from comptoir.reviews import rules
from comptoir.reviews.contracts import PhotoInfo, Rating, ReportInfo, ReviewInfo
from comptoir.reviews.models import Photo, Report

FIELDS = """
r.id, r.purchase_id, p.kind, r.product_id, product.name, p.options, r.customer_id, r.storefront, r.locale, r.rating,
r.title, r.text, r.author, r.fit, r.state, r.refusal, p.received_on, r.submitted_at, r.changed_at, r.published_at,
r.answer, r.answered_at,
coalesce((SELECT jsonb_agg(jsonb_build_array(f.id, f.width, f.height) ORDER BY f.position)
          FROM reviews_photo f WHERE f.review_id = r.id), '[]'),
(SELECT count(*) FROM reviews_report t WHERE t.review_id = r.id AND t.settled_at IS NULL), r.helpful
"""
SOURCE = """
FROM reviews_review r JOIN reviews_purchase p ON p.id = r.purchase_id
JOIN catalog_product product ON product.id = r.product_id
"""
SELECT = f"SELECT {FIELDS} {SOURCE}"
ORDERS = {
    "newest": "r.published_at DESC, r.id DESC",
    "helpful": "r.helpful DESC, r.published_at DESC, r.id DESC",
    "best": "r.rating DESC, r.published_at DESC, r.id DESC",
    "worst": "r.rating, r.published_at DESC, r.id DESC",
}
SHOWN = "WHERE r.product_id = %(product)s AND r.state = 'published' AND (%(rating)s = 0 OR r.rating = %(rating)s)"
FOUND = """
WHERE (%(storefront)s = '' OR r.storefront = %(storefront)s) AND (%(state)s = '' OR r.state = %(state)s)
"""
RATINGS = """
SELECT product_id, one, two, three, four, five FROM reviews_tally WHERE product_id = ANY(%s::uuid[])
"""
LATEST = f"""
SELECT latest.* FROM unnest(%(products)s::uuid[]) AS wanted(id)
CROSS JOIN LATERAL (
    {SELECT} WHERE r.product_id = wanted.id AND r.state = 'published' ORDER BY {ORDERS["newest"]} LIMIT %(most)s
) latest
"""


def get(review_id: UUID) -> ReviewInfo:
    """Whatever its state. Refuses NotFound."""
    row = sql.row(f"{SELECT} WHERE r.id = %s", [review_id])
    if row is None:
        raise NotFound()
    return review_of(row)


def published(
    product_id: UUID, *, sort: str = "", rating: int = 0, page: int = 1, size: int = 20
) -> Page[ReviewInfo]:
    """What readers of a product see; `rating` keeps those of so many stars. Refuses Invalid (sort, rating)."""
    if sort and sort not in rules.SORTS:
        raise Invalid({"sort": "not_a_choice"})
    if rating not in range(6):
        raise Invalid({"rating": "not_a_choice"})
    page, size = rules.within(page, rules.LAST_PAGE), rules.within(size, rules.LARGEST_PAGE)
    given = {"product": product_id, "rating": rating, "size": size, "offset": (page - 1) * size}
    total = sql.rows(f"SELECT count(*) FROM reviews_review r {SHOWN}", given)[0][0]
    order = ORDERS[sort or "newest"]
    rows = sql.rows(f"{SELECT} {SHOWN} ORDER BY {order} LIMIT %(size)s OFFSET %(offset)s", given)
    return Page(items=[review_of(row) for row in rows], number=page, size=size, total=total)


def find(*, storefront: str = "", state: str = "", page: int = 1, size: int = 50) -> Page[ReviewInfo]:
    """For the house: in every state or one, the latest written first."""
    page, size = rules.within(page, rules.LAST_PAGE), rules.within(size, rules.LARGEST_PAGE)
    given = {"storefront": storefront, "state": state, "size": size, "offset": (page - 1) * size}
    total = sql.rows(f"SELECT count(*) FROM reviews_review r {FOUND}", given)[0][0]
    rows = sql.rows(f"{SELECT} {FOUND} ORDER BY r.submitted_at DESC, r.id DESC LIMIT %(size)s OFFSET %(offset)s", given)
    return Page(items=[review_of(row) for row in rows], number=page, size=size, total=total)


def ratings(product_ids: Sequence[UUID]) -> dict[UUID, Rating]:
    """By product, those that have any; one statement."""
    found = {row[0]: rating_of(row[1:]) for row in sql.rows(RATINGS, [list(product_ids)])}
    return {product: rating for product, rating in found.items() if rating.count}


def latest(product_ids: Sequence[UUID], *, most: int = 3) -> dict[UUID, tuple[ReviewInfo, ...]]:
    """The last published reviews of each product, newest first; one statement."""
    found: dict[UUID, tuple[ReviewInfo, ...]] = {}
    for row in sql.rows(LATEST, {"products": list(product_ids), "most": most}):
        review = review_of(row)
        found[review.product_id] = (*found.get(review.product_id, ()), review)
    return found


def photo(photo_id: UUID, *, small: bool, staff: bool = False) -> bytes:
    """A JPEG. Refuses NotFound, for everybody but `staff` also while its review is not published."""
    shown = Photo.objects.filter(id=photo_id)
    if not staff:
        shown = shown.filter(review__state="published")
    found = shown.values_list("small" if small else "large", flat=True).first()
    if found is None:
        raise NotFound()
    return bytes(found)


def reports(review_id: UUID) -> tuple[ReportInfo, ...]:
    """Those that nobody has looked at, the first first."""
    found = Report.objects.filter(review_id=review_id, settled_at__isnull=True).order_by("reported_at")
    return tuple(
        ReportInfo(id=each.id, reason=each.reason, text=each.text, email=each.email, reported_at=each.reported_at)
        for each in found
    )


def rating_of(stars: Sequence[int]) -> Rating:
    counted = (stars[0], stars[1], stars[2], stars[3], stars[4])
    return Rating(
        count=sum(counted), total=sum(number * count for number, count in enumerate(counted, start=1)), stars=counted
    )


def review_of(row: Sequence[Any]) -> ReviewInfo:
    return ReviewInfo(
        id=row[0], purchase_id=row[1], kind=row[2], product_id=row[3], product=Localised(row[4]),
        options=Localised(row[5]), customer_id=row[6], storefront=row[7], locale=row[8], rating=row[9], title=row[10],
        text=row[11], author=row[12], fit=row[13], state=row[14], refusal=row[15], received_on=row[16],
        submitted_at=row[17], changed_at=row[18], published_at=row[19], answer=row[20], answered_at=row[21],
        photos=tuple(PhotoInfo(id=UUID(each[0]), width=each[1], height=each[2]) for each in row[22]), reports=row[23],
        helpful=row[24],
    )  # fmt: skip
