"""What buyers said of a product: the reviews that its page shows, every one tied to a purchase."""

from __future__ import annotations

from comptoir.channels.storefront.structured.script import Node
from comptoir.reviews.contracts import ProductReviews

BEST, WORST = 5, 1


def ratings(told: ProductReviews) -> Node:
    """`aggregateRating` and `review`, for the node of the product; nothing where nobody has said anything."""
    if not told.rating.count:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating", "ratingValue": told.rating.mean, "reviewCount": told.rating.count,
            "bestRating": BEST, "worstRating": WORST,
        },
        "review": [
            {
                "@type": "Review",
                "author": {"@type": "Person", "name": each.author},
                "datePublished": each.published_at.date().isoformat(),
                "inLanguage": each.locale,
                "name": each.title,
                "reviewBody": each.text,
                "reviewRating": {
                    "@type": "Rating", "ratingValue": each.rating, "bestRating": BEST, "worstRating": WORST,
                },
            }
            for each in told.reviews
            if each.published_at and each.title and each.text
        ],
    }  # fmt: skip
