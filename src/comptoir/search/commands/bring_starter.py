"""Synonyms to begin with: a list of a trade, kept as the merchant's own rows."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import Invalid
from comptoir.search.commands.keep_synonyms import keep_synonyms
from comptoir.search.models import Synonyms

FOLDER = Path(__file__).parents[1] / "starters"
STARTERS = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
LANGUAGE_OF = {"both": "", "fr": "fr", "en": "en"}


def bring_starter(name: str, *, origin: Origin, now: datetime) -> int:
    """Keep the lists of `name` that are not there yet; answers how many were. Each is a row that may be changed and
    removed. Refuses Invalid (name)."""
    if name not in STARTERS:
        raise Invalid({"name": "not_a_choice"})
    lists = tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
    known = {tuple(sorted(row)) for row in Synonyms.objects.values_list("words", flat=True)}
    brought = 0
    for part, language in LANGUAGE_OF.items():
        for words in lists.get(part, ()):
            if tuple(sorted(words)) not in known:
                keep_synonyms(words, language=language, origin=origin, now=now)
                brought += 1
    return brought
