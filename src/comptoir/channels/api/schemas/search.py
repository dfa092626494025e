"""What was found, as the API tells it."""

from __future__ import annotations

from collections.abc import Sequence

from comptoir.channels.api.schemas.catalogue import CardOut, CardPage
from comptoir.channels.api.schemas.parts import Answer, CategoryOut, MoneyOut, money
from comptoir.content.contracts import PageLink
from comptoir.kit.text import Localised
from comptoir.search.contracts import Facet, Facets, Found, PriceSaid, Suggestions


class FacetValueOut(Answer):
    """`count` products would be shown with this value and the filters of the other facets."""

    value: str
    count: int
    selected: bool


# What the shop itself filters by: only an attribute has a label of the catalogue's.
LABELS = {"brand": Localised(fr="Marque", en="Brand"), "in_stock": Localised(fr="En stock", en="In stock")}


class FacetOut(Answer):
    """`code` is brand, in_stock, or that of an attribute, whose values go into the parameter `attribute`; `label` is
    in the language asked for, the code where there is none."""

    code: str
    label: str
    values: list[FacetValueOut]

    @staticmethod
    def of(facet: Facet, locale: str) -> FacetOut:
        values = [FacetValueOut(value=one.value, count=one.count, selected=one.selected) for one in facet.values]
        own = LABELS[facet.code].read(locale) if facet.code in LABELS else facet.code
        return FacetOut(code=facet.code, label=facet.label or own, values=values)


class CategoryCountOut(Answer):
    category: CategoryOut
    count: int


class PriceRangeOut(Answer):
    """The lowest and the highest list price among the hits."""

    lowest: MoneyOut
    highest: MoneyOut


class FacetsOut(Answer):
    """`categories` are those just below the one asked for, or the roots."""

    choices: list[FacetOut]
    categories: list[CategoryCountOut]
    prices: PriceRangeOut | None

    @staticmethod
    def of(facets: Facets, locale: str) -> FacetsOut:
        return FacetsOut(
            choices=[FacetOut.of(facet, locale) for facet in facets.choices],
            categories=[
                CategoryCountOut(category=CategoryOut.of(one.category, locale), count=one.count)
                for one in facets.categories
            ],
            prices=PriceRangeOut(
                lowest=MoneyOut.of(facets.prices[0]), highest=MoneyOut.of(facets.prices[1])
            )
            if facets.prices
            else None,
        )


class PriceSaidOut(Answer):
    """A price that the words named: `kind` is under, up_to, over, from, between or around, `low` and `high` are the
    list prices that it lets through, both included. `words` named it and were not looked for, `rest` was."""

    kind: str
    low: MoneyOut | None
    high: MoneyOut | None
    words: str
    rest: str

    @staticmethod
    def of(price: PriceSaid) -> PriceSaidOut:
        low, high = price.bounds
        return PriceSaidOut(kind=price.kind, low=money(low), high=money(high), words=price.words, rest=price.rest)


class FoundPage(CardPage):
    """`exact` of the products have all the words, the others most of them. `corrected` is what was looked for instead
    of words that no product has; `redirect` a path of the storefront where these words lead. `facets` when asked.
    `price_understood` was named in the words and filters; null where none was, or price_from or price_to is given."""

    exact: int
    corrected: str
    redirect: str
    facets: FacetsOut | None
    price_understood: PriceSaidOut | None

    @staticmethod
    def found(found: Found, locale: str) -> FoundPage:
        page = CardPage.of(found.cards, found.sort, locale)
        return FoundPage(
            **dict(page), exact=found.exact, corrected=found.corrected, redirect=found.redirect,
            facets=FacetsOut.of(found.facets, locale) if found.facets else None,
            price_understood=PriceSaidOut.of(found.price) if found.price else None,
        )  # fmt: skip


class PageNameOut(Answer):
    """`kind` is guide, story, help …; `path` is its address in the storefront."""

    kind: str
    title: str
    path: str


class SuggestionsOut(Answer):
    """`words` are the search with its last word completed."""

    words: list[str]
    products: list[CardOut]
    categories: list[CategoryOut]
    pages: list[PageNameOut]

    @staticmethod
    def of(found: Suggestions, pages: Sequence[PageLink], locale: str) -> SuggestionsOut:
        return SuggestionsOut(
            pages=[PageNameOut(kind=each.kind, title=each.title, path=each.path) for each in pages],
            words=list(found.words),
            products=[CardOut.of(card, locale) for card in found.products],
            categories=[CategoryOut.of(node, locale) for node in found.categories],
        )
