"""Pure decisions of the API: language, names of fields, links between pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from comptoir.kit.paging import Page
from comptoir.kit.text import LOCALES

# What pydantic calls a mistake → the field code that all rooms use. Whatever is not here is `not_valid`.
FIELD_CODES: Mapping[str, str] = {
    "missing": "missing",
    "string_too_short": "missing",
    "too_short": "missing",
    "string_too_long": "too_long",
    "too_long": "too_long",
    "greater_than": "too_small",
    "greater_than_equal": "too_small",
    "less_than": "too_large",
    "less_than_equal": "too_large",
    "int_parsing": "not_a_number",
    "int_type": "not_a_number",
    "int_from_float": "not_a_number",
    "int_parsing_size": "too_large",
    "literal_error": "not_a_choice",
    "enum": "not_a_choice",
    "string_unicode": "not_text",
    "string_type": "not_text",
    "not_text": "not_text",
    "extra_forbidden": "not_a_field",
}
VISITOR = re.compile(r"[!-~]{1,100}")


def language(header: str) -> str:
    """The best of our languages for an Accept-Language header (RFC 9110, 12.5.4); empty without one."""
    ranked = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, rest = part.strip().partition(";")
        quality = _quality(rest)
        locale = tag.split("-")[0].strip().lower()
        if locale in LOCALES and quality > 0:
            ranked.append((-quality, place, locale))
    return min(ranked)[2] if ranked else ""


def _quality(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0


def field_errors(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Field (`lines.0.quantity`) → code, from the list that ninja gives with a validation error."""
    return {_field(error["loc"]): FIELD_CODES.get(error["type"], "not_valid") for error in errors}


def _field(location: tuple[Any, ...]) -> str:
    """Ninja says (where, name of the argument, …) for a body, (where, name) for anything else."""
    where, *names = location
    if where == "body" and len(names) > 1:
        names = names[1:]
    return ".".join(str(name) for name in names) or str(where)


def links(page: Page[Any], address: str, asked: Mapping[str, Any]) -> str:
    """The Link header of a list (RFC 8288): first, prev, next and last as far as there are any. A list in `asked` is a
    parameter that stands several times."""
    wanted = {"first": 1, "last": page.pages}
    if page.has_previous:
        wanted["prev"] = min(page.number - 1, page.pages)
    if page.has_next:
        wanted["next"] = page.number + 1
    return ", ".join(
        f'<{address}?{urlencode({**asked, "page": number, "size": page.size}, doseq=True)}>; rel="{relation}"'
        for relation, number in sorted(wanted.items())
    )


def link_behind(address: str, asked: Mapping[str, str], last: object, size: int) -> str:
    """The Link header of a list that goes on behind the last one shown."""
    return f'<{address}?{urlencode({**asked, "after": last, "size": size})}>; rel="next"'


def purposes(header: str) -> frozenset[str]:
    """The purposes that a caller names; unknown ones are dropped where the context is made."""
    return frozenset(part.strip().lower() for part in header.split(",") if part.strip())


def visitor(header: str) -> str | None:
    """The device that a caller names: up to 100 printable characters of ASCII without spaces, else none."""
    name = header.strip()
    return name if VISITOR.fullmatch(name) else None
