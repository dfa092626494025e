"""What happened is told in sentences, whatever it is."""

import re
from types import SimpleNamespace

from django.utils import translation
from django.utils.translation import gettext

from comptoir.channels.backoffice import said, sentences
from comptoir.journal.contracts import REGISTRY


def test_one_piece_is_one_and_two_are_several() -> None:
    with translation.override("fr"):
        pieces = [said.READERS["supplied"](SimpleNamespace(payload={"quantity": n})) for n in (1, 2)]
        assert pieces == ["1 pièce", "2 pièces"]
        told = gettext(sentences.SENTENCES["Order Line Supplied"]) % {"supplied": pieces[0]}
        lines = SimpleNamespace(payload={"lines": [{"quantity": 1}], "people": 1, "rows": 2})
        assert [said.READERS[name](lines) for name in ("pieces", "people", "rows")] == [
            "1 pièce", "1 personne", "2 lignes"
        ]  # fmt: skip
    assert told == "Fourni sans colis\u202f: 1 pièce"


def test_a_reason_that_the_sentence_says_is_not_said_again_as_a_code() -> None:
    late = SimpleNamespace(name="Review Invitation Left", payload={"reason": "late"})
    with translation.override("en"):
        assert sentences.of(late, {}, "en") == ("The buyer is not asked for a review: it was too late", "")


def test_a_sentence_asks_only_for_what_an_event_can_say() -> None:
    asked = {name for text in sentences.SENTENCES.values() for name in re.findall(r"%\((\w+)\)s", text)}
    assert asked == set(said.READERS)


def test_every_word_has_a_sentence_in_both_languages() -> None:
    ours = {key: kind for key, kind in REGISTRY.items() if kind.__module__.startswith("comptoir.journal.vocabulary")}
    names = {name for name, _version in ours}
    assert not names - set(sentences.SENTENCES)
    with translation.override("fr"):
        assert not [name for name in names if gettext(sentences.SENTENCES[name]) == sentences.SENTENCES[name]]
