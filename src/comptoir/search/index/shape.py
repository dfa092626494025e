"""The fields of the index, and how their words are cut. One document a product and market."""

from __future__ import annotations

from functools import lru_cache

import tantivy

# A change of what stands below, or of how documents are made, is another number: the index is then built anew.
VERSION = 3

LANGUAGES = {"fr": "french", "en": "english"}
STEMMED = ("name", "about", "kind", "values", "pairs")  # one field a language each
PLAIN = ("words", "terms", "joined", "shades")
EXACT = ("product", "market", "state")
CHOICES = ("brand", "category", "fact")
NUMBERS = ("price", "in_stock", "ahead", "created", "starts", "ends")


@lru_cache(maxsize=1)
def schema() -> tantivy.Schema:
    built = tantivy.SchemaBuilder()
    for field in STEMMED:
        for locale in LANGUAGES:
            built.add_text_field(f"{field}_{locale}", tokenizer_name=locale)
    for field in PLAIN:
        built.add_text_field(field, tokenizer_name="plain", stored=field == "words")
    for field in EXACT:
        built.add_text_field(field, tokenizer_name="raw", index_option="basic", stored=field != "market")
    for field in CHOICES:
        built.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    for locale in LANGUAGES:
        built.add_text_field(f"sort_{locale}", tokenizer_name="raw", index_option="basic", fast=True)
        built.add_json_field(f"fact_{locale}", tokenizer_name="raw", index_option="basic", fast=True)
    for field in NUMBERS:
        built.add_integer_field(field, indexed=True, fast=True)
    built.add_text_field("cursor", tokenizer_name="raw", index_option="basic", stored=True)
    return built.build()


@lru_cache(maxsize=1)
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Words come folded and parted by spaces (`rules.words`): what is left is to find their stems."""

    def cut(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        for each in filters:
            builder = builder.filter(each)
        return builder.build()

    return {locale: cut(tantivy.Filter.stemmer(name)) for locale, name in LANGUAGES.items()} | {"plain": cut()}


@lru_cache(maxsize=20_000)
def stem(word: str, locale: str) -> str:
    found = analyzers()[locale].analyze(word)
    return found[0] if found else word
