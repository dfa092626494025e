"""Words of search."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from comptoir.journal.contracts import Lane, LegalBasis, Word, word

# What is looked for is behaviour: an event with the person's consent, a count tied to nobody without it
# (docs/decisions/0016-search.md).


@word("Products Searched", subject=("search", "search_id"), lane=Lane.BEHAVIOUR, legal_basis=LegalBasis.CONSENT)
class ProductsSearched(Word):
    """Somebody looked for words; `query` is folded, without addresses and long numbers. `filters` names those set."""

    search_id: UUID
    query: str
    results: int
    language: str
    filters: list[str]


@word(
    "Searches Counted",
    subject=("count", "count_id"),
    lane=Lane.EXEMPT,
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
)
class SearchesCounted(Word):
    """How often something was looked for in a minute, tied to nobody and without the words. `outcome` is found,
    partly (no product has all the words), nothing or redirected."""

    count_id: UUID
    minute: datetime
    language: str
    outcome: str
    times: int


@word("Search Synonyms Set", subject=("synonyms", "synonyms_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SearchSynonymsSetFirst(Word):
    """Words mean the same in a search from now on."""

    synonyms_id: UUID
    words: list[str]
    one_way: bool


@word(
    "Search Synonyms Set",
    subject=("synonyms", "synonyms_id"),
    legal_basis=LegalBasis.LEGITIMATE_INTEREST,
    version=2,
)
class SearchSynonymsSet(Word):
    """Words mean the same in a search from now on; `language` of the pages where they do, empty for all."""

    synonyms_id: UUID
    words: list[str]
    one_way: bool
    language: str


@word("Search Synonyms Removed", subject=("synonyms", "synonyms_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SearchSynonymsRemoved(Word):
    """They are other words again."""

    synonyms_id: UUID


@word("Search Redirect Set", subject=("redirect", "redirect_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SearchRedirectSet(Word):
    """Who looks for exactly this is led to an address of the shop."""

    redirect_id: UUID
    query: str
    target: str


@word("Search Redirect Removed", subject=("redirect", "redirect_id"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SearchRedirectRemoved(Word):
    """It leads nowhere any more: the products are shown."""

    redirect_id: UUID


@word("Search Facets Set", subject=("facets", "place"), legal_basis=LegalBasis.LEGITIMATE_INTEREST)
class SearchFacetsSet(Word):
    """Which properties products can be chosen by in a category, or everywhere: pinned ones in their order, hidden ones.
    `place` is the category's id, or `everywhere`."""

    place: str
    pinned: list[str]
    hidden: list[str]
