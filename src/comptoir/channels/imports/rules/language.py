"""In which language a file is written, by the small words of its texts."""

from __future__ import annotations

import re
from collections.abc import Iterable

FRENCH = frozenset(
    ("le", "la", "les", "un", "une", "des", "du", "de", "et", "à", "au", "aux", "en", "pour", "avec", "sur")
)
ENGLISH = frozenset(
    ("the", "a", "an", "of", "and", "for", "with", "to", "on", "in", "by", "is", "are", "from")
)
WORDS = re.compile(r"[^\W\d_]+")


def language(texts: Iterable[str]) -> str:
    """ "fr" or "en": which of the two has more of its small words; French when there is nothing to go by."""
    words = [word for text in texts for word in WORDS.findall(text.casefold())]
    french = sum(word in FRENCH for word in words)
    english = sum(word in ENGLISH for word in words)
    return "en" if english > french else "fr"
