"""What each word of the journal makes stale: the pages that show some variants or products, or all of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from comptoir.channels.storefront.keeping import PRICES
from comptoir.journal.contracts import Word
from comptoir.journal.vocabulary import (
    catalog,
    content,
    fulfilment,
    inventory,
    orders,
    org,
    pricing,
    promotions,
    reviews,
    search,
)

# Stock and prices, which change with each sale: their payload names the variants.
OF_VARIANTS: tuple[type[Word], ...] = (
    inventory.StockMoved,
    inventory.StockReserved,
    inventory.StockReleased,
    inventory.StockTaken,
    inventory.SafetyStockSet,
    inventory.StockSoldAhead,
    inventory.AheadStockReleased,
    inventory.WaitingStockAllotted,
    inventory.SaleAheadSet,
    inventory.IncomingAnnounced,
    inventory.TransferAnnounced,
    inventory.TransferSent,
    inventory.TransferReceived,
    inventory.CountApproved,
    pricing.PriceChanged,
    pricing.ReductionAnnounced,
    pricing.ReductionEnded,
    pricing.SegmentPriceSet,
    pricing.SegmentPriceEnded,
)
# What readers see below a product and on its cards: their payload names the product.
OF_PRODUCTS: tuple[type[Word], ...] = (
    reviews.ReviewPublished,
    reviews.ReviewRefused,
    reviews.ReviewWithdrawn,
    reviews.ReviewAnswered,
    reviews.ReviewSubmitted,
    reviews.QuestionPublished,
    reviews.QuestionRefused,
    reviews.QuestionAnswered,
    reviews.QuestionWithdrawn,
    reviews.AnswerPublished,
    reviews.AnswerRefused,
)
# What people set up: rare, and every page has aisles, links and dates.
OF_ALL: tuple[type[Word], ...] = (
    catalog.ProductCreated,
    catalog.ProductChanged,
    catalog.ProductPublished,
    catalog.ProductRelated,
    catalog.ProductWithdrawn,
    content.PagePublished,
    content.PageUnpublished,
    content.NoticePublished,
    content.NoticeUnpublished,
    content.ThemePublished,
    content.ThemeUnpublished,
    catalog.SizeTableSet,
    catalog.SizeTableRemoved,
    catalog.ProductAddressChanged,
    catalog.CategoryAddressChanged,
    catalog.CategoriesOrdered,
    inventory.IncomingChanged,
    inventory.IncomingReceived,
    inventory.IncomingCancelled,
    inventory.TransferCancelled,
    fulfilment.DeliveryMethodAdded,
    fulfilment.DeliveryRatesSet,
    orders.TermsPublished,
    promotions.PromotionCreated,
    promotions.PromotionChanged,
    promotions.PromotionSwitchedOn,
    promotions.PromotionSwitchedOff,
    promotions.PromotionEnded,
    promotions.PromotionUsedUp,
    promotions.PromotionUsableAgain,
    search.SearchFacetsSet,
    org.LegalEntityRegistered,
    org.LegalEntityDescribed,
    org.MarketOpened,
    org.StorefrontOpened,
    org.PlaceHoursSet,
    org.PlaceOpened,
)
# Words of the same rooms that no page tells, or that Product Changed accompanies.
OF_NONE: tuple[type[Word], ...] = (
    catalog.VariantsAdded,
    catalog.VariantsRetired,
    catalog.PictureAdded,
    catalog.PicturesArranged,
    inventory.CountOpened,
    inventory.CountFigureEntered,
    inventory.CountCompared,
    inventory.CountCancelled,
    org.ApiKeyIssued,
    org.ApiKeyRevoked,
    org.AccountOpened,
    org.RolesGiven,
    reviews.ReviewReported,
    reviews.ReviewReportsSettled,
    reviews.QuestionAsked,
)
WATCHED = OF_VARIANTS + OF_PRODUCTS + OF_ALL
_ALL = frozenset(word.NAME for word in OF_ALL)
_PRODUCTS = frozenset(word.NAME for word in OF_PRODUCTS)


def stale(told: Iterable[tuple[str, dict[str, Any]]]) -> frozenset[str] | None:
    """The tags of pages that these events make stale; None for all pages."""
    tags: set[str] = set()
    for name, payload in told:
        if name in _ALL:
            return None
        if name == pricing.PriceChanged.NAME:
            tags.add(PRICES)
        if name in _PRODUCTS:
            tags.add(payload["product_id"])
            continue
        if "variant_id" in payload:
            tags.add(payload["variant_id"])
        tags.update(str(line["variant_id"]) for line in payload.get("lines", ()))
    return frozenset(tags)
