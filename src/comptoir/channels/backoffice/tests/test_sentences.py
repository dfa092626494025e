"""What happened is told in sentences, whatever it is."""

from types import SimpleNamespace

from django.utils import translation
from django.utils.translation import gettext

from comptoir.channels.backoffice import sentences
from comptoir.journal.contracts import REGISTRY


def test_one_piece_is_one_and_two_are_several() -> None:
    with translation.override("fr"):
        said = [sentences.READERS["supplied"](SimpleNamespace(payload={"quantity": pieces})) for pieces in (1, 2)]
        assert said == ["1 pièce", "2 pièces"]
        told = gettext(sentences.SENTENCES["Order Line Supplied"]) % {"supplied": said[0]}
    assert told == "Fourni sans colis\u202f: 1 pièce"


def test_every_word_has_a_sentence_in_both_languages() -> None:
    ours = {key: kind for key, kind in REGISTRY.items() if kind.__module__.startswith("comptoir.journal.vocabulary")}
    names = {name for name, _version in ours}
    assert not names - set(sentences.SENTENCES)
    with translation.override("fr"):
        assert not [name for name in names if gettext(sentences.SENTENCES[name]) == sentences.SENTENCES[name]]
