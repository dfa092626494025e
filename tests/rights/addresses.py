"""Every address of the site, with an example for each part that it takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import get_converters

NOWHERE = str(UUID(int=7))
PART = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """`name` with its namespaces, or its route where it has none; `route` as Django writes it."""

    name: str
    route: str
    parts: tuple[str, ...]
    example: str


def addresses(prefix: str, known: Mapping[str, str] | None = None) -> list[Address]:
    """All addresses below `prefix`; `known` gives real ids by namespace."""
    found = _walk(get_resolver().url_patterns, "", (), known or {})
    return sorted({address.name: address for address in found if address.route.startswith(prefix)}.values(), key=_name)


def _name(address: Address) -> str:
    return address.name


def _walk(
    patterns: list[URLPattern | URLResolver], route: str, spaces: tuple[str, ...], known: Mapping[str, str]
) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, here, (*spaces, *filter(None, [pattern.namespace])), known)
            continue
        example, parts = _example(here, spaces, known)
        name = ":".join((*spaces, pattern.name)) if pattern.name else here
        yield Address(name=name, route=here, parts=parts, example=example)


def _example(route: str, spaces: tuple[str, ...], known: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Regular expressions of Wagtail become an address too: their groups are filled, their marks dropped.

    A known id stands only where its kind is asked for: below `stock` most ids are of levels, one is a product's.
    """
    parts: list[str] = []

    def fill(found: re.Match[str]) -> str:
        kind, part = found[1] or "str", found[2]
        parts.append(part)
        real = known.get(spaces[-1], "") if part == "pk" and spaces else ""
        if real and re.fullmatch(get_converters()[kind].regex, real):
            return real
        return {"uuid": NOWHERE, "int": "1"}.get(kind, "1" if part.endswith(("id", "pk")) else "some")

    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", route)
    plain = re.sub(r"\(\?:([^()|]*)[^()]*\)\??", r"\1", plain)
    plain = PART.sub(fill, plain)
    return "/" + re.sub(r"[\^$\\]|\.\*|\?", "", plain), tuple(parts)
