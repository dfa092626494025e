"""The door of search."""

from comptoir.search.commands.bring_starter import STARTERS, bring_starter
from comptoir.search.commands.index_news import index_news
from comptoir.search.commands.keep_facets import keep_facets
from comptoir.search.commands.keep_redirect import keep_redirect, remove_redirect
from comptoir.search.commands.keep_synonyms import keep_synonyms, remove_synonyms
from comptoir.search.commands.rebuild import rebuild
from comptoir.search.contracts import SORTS
from comptoir.search.counting import flush, forget_old, searched
from comptoir.search.queries.desk import facet_desk
from comptoir.search.queries.find import find
from comptoir.search.queries.steering import said_of_facets as facet_rules_said
from comptoir.search.queries.suggest import suggest
from comptoir.search.queries.translated import translated
from comptoir.search.rules.facets import MOST_PINNED

__all__ = [
    "MOST_PINNED",
    "SORTS",
    "STARTERS",
    "bring_starter",
    "facet_desk",
    "facet_rules_said",
    "find",
    "flush",
    "forget_old",
    "index_news",
    "keep_facets",
    "keep_redirect",
    "keep_synonyms",
    "rebuild",
    "remove_redirect",
    "remove_synonyms",
    "searched",
    "suggest",
    "translated",
]
