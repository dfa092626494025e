"""Every text that a person may read has its French, in the rooms' Python and in their templates."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from pathlib import Path

import wagtail
import wagtail_localize
from django.template.base import Lexer, TokenType
from django.utils.translation import trans_real

SOURCES = Path(__file__).parents[2] / "src" / "comptoir"
PLAIN = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
TRANSLATE = re.compile(r"""^trans(?:late)?\s+(["'])(?P<text>.*?)\1(?:.*?\scontext\s+(["'])(?P<context>.*?)\3)?""")
# What the API's own catalogue of its reference holds, and the name that Django wants of a room that nobody sees.
LEFT = ("/tests/", "/migrations/", "channels/api/http.py")


# Words of Wagtail's that are said otherwise on purpose: they fit there as well, or better.
SAID_OTHERWISE = {
    "Add %(label)s", "Add %(model_name)s", "any", "Approve", "Available in %(translations_total)s locales", "Enable",
    "file", "Filter", "From", "Go back", "Latest", "Locale", "locale", "Locale: ", "Locales", "Log in",
    "New: %(model_name)s", "Owner", "Preview", "Privacy", "Promote", "Published",
    "Published '{object}' in {locale} with missing translations - see below.", "Published '{object}' in {locale}.",
    "redirect", "Redirects", "Search", "Section", "Skip to main content", "Sort", "Sort by", "Status: ", "Summary",
    "Switch locales", "Tag", "Tags", "The %(model_name)s could not be created due to errors.",
    "The %(model_name)s could not be saved due to errors.",
    "The page '{page_title}' was successfully submitted for translation into {locales}", "To",
    "Translated manually on {date}", "Translated with {tool_name} on {date}",
    "Translation of %(instance)s into %(locale)s", "Undo", "{} locales",
}  # fmt: skip


def test_every_text_has_its_french() -> None:
    french = trans_real.DjangoTranslation("fr")
    known = {key[0] if isinstance(key, tuple) else key for catalog in french._catalog._catalogs for key in catalog}
    missing = [f"{where}: {text!r}" for where, text in texts() if text and text not in known]
    assert missing == []


def texts() -> Iterator[tuple[str, str]]:
    """Where a text stands, and the text as the catalogue knows it: context and text parted by EOT."""
    for path in sorted(SOURCES.rglob("*.py")):
        if not any(part in path.as_posix() for part in LEFT):
            yield from in_python(path)
    for path in sorted(SOURCES.rglob("templates/**/*.*")):
        if path.suffix in (".html", ".txt"):
            yield from in_template(path)


def in_python(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        said = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
        if node.func.id in PLAIN and said:
            yield f"{path.relative_to(SOURCES)}:{node.lineno}", said[0]
        elif node.func.id in WITH_CONTEXT and len(said) > 1:
            yield f"{path.relative_to(SOURCES)}:{node.lineno}", f"{said[0]}\x04{said[1]}"


def in_template(path: Path) -> Iterator[tuple[str, str]]:
    block: list[str] | None = None
    for token in Lexer(path.read_text()).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        where = f"{path.relative_to(SOURCES)}:{token.lineno}"
        if block is not None:
            if word in ("endblocktranslate", "endblocktrans", "plural"):
                yield where, "".join(block)
                block = None
            elif token.token_type == TokenType.VAR:
                block.append(f"%({token.contents})s")
            else:
                block.append(token.contents.replace("%", "%%"))
        elif word in ("blocktranslate", "blocktrans"):
            block = [] if " context " not in token.contents else None
        elif found := TRANSLATE.match(token.contents) if word else None:
            context = found["context"]
            yield where, f"{context}\x04{found['text']}" if context else found["text"]


def test_a_text_has_one_french_in_the_whole_house() -> None:
    """Catalogues of all rooms are one to Django: of two translations one would win everywhere. A context parts them."""
    said: dict[object, dict[object, str]] = {}
    for path in sorted(SOURCES.glob("**/locale/fr/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            for text, french in GNUTranslations(file)._catalog.items():  # type: ignore[attr-defined]
                if text:
                    said.setdefault(text, {})[french] = path.relative_to(SOURCES).parts[-5]
    assert {text: found for text, found in said.items() if len(found) > 1} == {}


def test_a_text_of_ours_does_not_change_what_wagtail_says() -> None:
    """Its catalogues and ours are one to Django, and ours win: collecting in a shop is no collection of pictures."""
    theirs: dict[object, str] = {}
    for package in (wagtail, wagtail_localize):
        for path in Path(package.__file__).parent.glob("**/locale/fr/LC_MESSAGES/django.mo"):
            if "contrib" not in path.parts or "redirects" in path.parts:
                with path.open("rb") as file:
                    theirs |= GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    changed = set()
    for path in sorted(SOURCES.glob("**/locale/fr/LC_MESSAGES/django.mo")):
        with path.open("rb") as file:
            ours = GNUTranslations(file)._catalog  # type: ignore[attr-defined]
        changed |= {text for text, french in ours.items() if text and theirs.get(text, french) != french}
    assert changed == SAID_OTHERWISE
