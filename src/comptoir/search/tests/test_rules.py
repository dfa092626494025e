"""Words, slips, facets and what is kept of a search, without a database."""

from __future__ import annotations

import json

import pytest
import tantivy

from comptoir.search.contracts import Asked
from comptoir.search.index import shape
from comptoir.search.queries import facets as choices
from comptoir.search.rules import addresses, facets, private, spelling, words
from comptoir.search.rules.facets import Counted


@pytest.mark.parametrize(
    ("written", "plain", "joined"),
    [
        ("L’écran 27 pouces", ["ecran", "27", "pouces"], ["27_inch"]),
        ('27"', ["27", "inch"], ["27_inch"]),
        ("27-inch", ["27", "inch"], ["27_inch"]),
        ("1 To", ["1", "to"], ["1000_gb"]),
        ("1000GB", ["1000gb"], ["1000_gb"]),
        ("1,5 l", ["1,5", "l"], ["1500_ml"]),
        ("TN-2110", ["tn", "2110"], ["tn2110"]),
        ("Wi-Fi d'appoint", ["wi", "fi", "appoint"], ["wifi"]),
        ("cœur", ["coeur"], []),
        ("& | !", [], []),
    ],
)
def test_a_text_becomes_words_and_other_forms_of_them(written: str, plain: list[str], joined: list[str]) -> None:
    assert words.plain(written) == plain
    assert [group.joined for group in words.groups(written) if group.joined] == joined


def test_empty_words_count_only_where_there_are_no_others() -> None:
    assert [group.words for group in words.asked("une housse pour le PC")] == [("housse",), ("pc",)]
    assert [group.words for group in words.asked("the")] == [("the",)]
    assert len(words.asked("mot " * 500)) <= words.MOST_WORDS


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("pull taille M", ["pull", "m"]), ("chaussures en pointure 38", ["chaussures", "38"]),
        ("shoes size 7,5", ["shoes", "7,5"]), ("XL size shirt", ["xl", "shirt"]), ("taille XXL", ["xxl"]),
        ("pantalon taille haute", ["pantalon", "taille", "haute"]), ("taille", ["taille"]),
        ("taille crayon 1000", ["taille", "crayon", "1000"]),
    ],
)  # fmt: skip
def test_the_word_for_a_size_beside_one_is_no_word_of_its_own(written: str, left: list[str]) -> None:
    assert [word for group in words.asked(written) for word in group.words] == left


def test_a_slip_is_believed_where_the_word_is_long_enough() -> None:
    known = [("keyboard", 40), ("keyboards", 2), ("board", 90)]
    assert spelling.distance("keybaord", "keyboard") == 1
    assert spelling.nearest("keybaord", known) == "keyboard"
    assert spelling.nearest("bole", [("pole", 3)]) is None, "a short word is another word as soon"
    assert spelling.nearest("vaze", [("vases", 9), ("gaze", 3), ("vase", 2)]) == "vase"
    assert spelling.nearest("asiete", [("asie", 1), ("assiette", 40), ("assiettes", 50)]) == "assiette"
    assert spelling.nearest("boll", [("bowl", 9), ("bol", 2)]) == "bol", "which letters are doubled is no slip"
    assert "pull" in spelling.doubled("pul") and spelling.nearest("pul", [("pol", 9), ("pull", 2)]) == "pull"
    assert spelling.nearest("bool", [("bowls", 9), ("bo", 2)]) is None
    assert spelling.nearest("rouge", [("roule", 9)]) is None, "g is no l: that is another word"
    assert spelling.nearest("salon", [("savon", 9)]) is None and spelling.nearest("sqlon", [("salon", 1)]) == "salon"
    assert spelling.nearest("ecouteurs", [("routeurs", 30)]) is None, "nor two slips with another beginning"
    assert spelling.nearest("zzzzzzzz", known) is None


def test_attributes_that_part_the_hits_are_offered_and_noise_is_not() -> None:
    hits = 100
    found = {
        "colour": Counted({"black": 50, "white": 30, "red": 15}),
        "width": Counted({str(n): 4 for n in range(24)}, beyond=30),
        "certified": Counted({"yes": 99, "no": 1}),
        "rare": Counted({"a": 3, "b": 2}),
    }
    assert facets.candidates({"colour": 95, "rare": 5}, hits) == ["colour"]
    assert facets.chosen(found, hits, frozenset())[0] == "colour"
    assert "width" not in facets.chosen(found, hits, frozenset())
    assert "certified" not in facets.chosen(found, hits, frozenset())
    assert facets.chosen(found, hits, frozenset({"width"}))[0] == "width", "what is chosen stays in sight"


def test_what_points_to_a_person_is_not_kept_of_a_search() -> None:
    assert private.stripped("Bol Grès anna@example.com 06 12 34 56 78") == "bol gres"
    assert private.stripped("HP 6530b 27 pouces") == "hp 6530b 27 pouces"
    assert private.digest("bol", "a") != private.digest("bol", "b")


def test_a_redirect_stays_in_the_shop() -> None:
    assert addresses.wrong("/fr/rayon/table/?page=2") == ""
    for target in ("//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere", "javascript:x", "/", "/a b"):
        assert addresses.wrong(target) == "not_a_path", target


def test_an_attribute_is_found_whatever_its_code_and_is_no_other_filter() -> None:
    index = tantivy.Index(shape.schema())
    for name, analyzer in shape.analyzers().items():
        index.register_tokenizer(name, analyzer)
    writer = index.writer(15_000_000, 1)
    for brand, facts in (("A", {"a.b": ["x"], "brand": ["y"]}), ("B", {"a.b": ["x"], "brand": ["z"]})):
        document = tantivy.Document(brand=brand)
        document.add_json("fact_fr", json.dumps(facts))
        writer.add_document(document)
    writer.commit()
    index.reload()
    for asked, hits in (
        (Asked(facts={"a.b": ("x",)}), 2), (Asked(brands=("A",), facts={"brand": ("y",)}), 1),
        (Asked(brands=("B",), facts={"brand": ("y",)}), 0),
    ):  # fmt: skip
        query = choices.narrowed(tantivy.Query.all_query(), choices.filters(asked, "fr"))
        assert len(index.searcher().search(query, 9).hits) == hits
