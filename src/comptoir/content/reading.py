"""A page's blocks as plain values: for whom asks, in their language, with the ids of what has to be read besides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from comptoir.content import films, rules
from comptoir.content.models.pictures import Picture
from comptoir.content.pictures import told
from comptoir.kit.text import Localised
from comptoir.org.contracts import ShopperContext

# A row of an aisle: category id ("" for the whole shop), order, how many.
Row = tuple[str, str, int]


@dataclass
class Read:
    """What the blocks of a page say. `rows` are filled in by whoever knows the aisles."""

    blocks: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[int, Row] = field(default_factory=dict)
    shared: bool = True
    frames: bool = False

    def product_ids(self) -> list[UUID]:
        return list(dict.fromkeys(UUID(each) for block in self.blocks for each in block.get("products", ())))


def read(body: Any, context: ShopperContext, *, everything: bool = False) -> Read:
    """Blocks that this person may see; `everything` leaves none out (a preview)."""
    found = Read()
    shown = []
    for part in body:
        codes = part.value.get("audience") or ""
        found.shared = found.shared and not codes
        if everything or rules.may_see(codes, entitlements=context.entitlements, segments=context.segments):
            shown.append(part)
    pictures = told(_pictures(part.value for part in shown), context.locale)
    for part in shown:
        block = _Reader(part.value, pictures, context.locale).read(part.block_type)
        if block is None:
            continue
        if part.block_type == "category":
            category = (part.value["category"] or [""])[0]
            found.rows[len(found.blocks)] = (category, part.value["sort"], part.value["count"] or 4)
        found.frames = found.frames or bool(block.get("frame"))
        found.blocks.append({"kind": part.block_type, "id": str(part.id)} | block)
    return found


def _pictures(values: Iterable[Any]) -> list[Picture]:
    found: list[Picture] = []
    for value in values:
        if isinstance(value, Picture):
            found.append(value)
        elif isinstance(value, Mapping):
            found += _pictures(value.values())
        elif isinstance(value, list) or hasattr(value, "list_block"):
            found += _pictures(value)
    return found


@dataclass
class _Reader:
    value: Any
    pictures: Mapping[int, Any]
    locale: str

    def read(self, kind: str) -> dict[str, Any] | None:
        reader: Callable[[_Reader], dict[str, Any] | None] = READERS[kind]
        return reader(self)

    def texts(self, *names: str) -> dict[str, Any]:
        return {name: str(self.value.get(name) or "") for name in names}

    def picture(self, name: str = "picture") -> Any:
        chosen = self.value.get(name)
        return self.pictures.get(chosen.pk) if chosen else None

    def html(self, name: str) -> str:
        return str(expand_db_html(self.value[name].source)) if self.value.get(name) else ""

    def link(self) -> dict[str, str] | None:
        return link(self.value["link"], self.locale)

    def products(self) -> dict[str, Any]:
        return {"products": list(self.value["products"] or [])}

    def inner(self, value: Any) -> _Reader:
        return _Reader(value, self.pictures, self.locale)


def link(value: Any, locale: str) -> dict[str, str] | None:
    """None where nothing was given, or the page that was is not shown."""
    label = str(value.get("label") or "")
    page: Page | None = value.get("page")
    if page:
        there = page.localized.specific if page.locale.language_code != locale else page.specific
        own = page.locale.language_code if there.pk == page.pk else locale
        title = Localised({own: there.title}).told(locale)
        return {"label": label or title, "path": there.relative_url(None)} if there.live else None
    if value.get("category"):
        return {"label": label, "category": value["category"][0]}
    return {"label": label, "path": str(value["address"])} if value.get("address") and label else None


def _hero(of: _Reader) -> dict[str, Any]:
    return of.texts("title", "text") | {"picture": of.picture(), "link": of.link()}


def _text(of: _Reader) -> dict[str, Any]:
    return {"html": of.html("text")}


def _picture(of: _Reader) -> dict[str, Any] | None:
    return of.texts("caption", "width") | {"picture": of.picture()} if of.picture() else None


def _quote(of: _Reader) -> dict[str, Any]:
    return of.texts("text", "who")


def _columns(of: _Reader) -> dict[str, Any]:
    inner = [of.inner(value) for value in of.value["columns"]]
    return of.texts("title") | {
        "columns": [
            each.texts("title") | {"html": each.html("text"), "picture": each.picture(), "link": each.link()}
            for each in inner
        ]
    }


def _products(of: _Reader) -> dict[str, Any]:
    return of.texts("title") | of.products()


def _category(of: _Reader) -> dict[str, Any]:
    return of.texts("title") | {"category": (of.value["category"] or [""])[0], "products": []}


def _look(of: _Reader) -> dict[str, Any] | None:
    if not of.picture():
        return None
    return of.texts("title", "text") | of.products() | {"picture": of.picture(), "link": of.link()}


def _film(of: _Reader) -> dict[str, Any]:
    file = of.value.get("file")
    outside = films.embedded(of.value.get("address") or "")
    return (
        of.texts("title", "told")
        | of.products()
        | {
            "picture": of.picture("poster"),
            "file": file.file.url if file else "",
            "type": file.content_type if file else "",
            "address": of.value.get("address") or "" if outside and not file else "",
            "frame": outside[1] if outside and not file else "",
            "provider": films.NAMES[outside[0]] if outside and not file else "",
        }
    )


def _action(of: _Reader) -> dict[str, Any]:
    return of.texts("title", "text") | {"link": of.link()}


def _questions(of: _Reader) -> dict[str, Any]:
    inner = [of.inner(value) for value in of.value["questions"]]
    return of.texts("title") | {"questions": [each.texts("question") | {"html": each.html("answer")} for each in inner]}


def _notice(of: _Reader) -> dict[str, Any] | None:
    notice = of.value["notice"]
    return notice_told(notice, of.locale) if notice and notice.live else None


def notice_told(notice: Any, locale: str) -> dict[str, Any]:
    return {"text": getattr(notice, f"text_{locale}"), "path": getattr(notice, f"address_{locale}")}


def _aisles(of: _Reader) -> dict[str, Any]:
    return of.texts("title")


def _pages(of: _Reader) -> dict[str, Any]:
    return of.texts("title") | {"pages": [page.pk for page in of.value["pages"] if page]}


READERS: dict[str, Callable[[_Reader], dict[str, Any] | None]] = {
    "hero": _hero,
    "text": _text,
    "picture": _picture,
    "quote": _quote,
    "columns": _columns,
    "products": _products,
    "category": _category,
    "look": _look,
    "film": _film,
    "action": _action,
    "questions": _questions,
    "notice": _notice,
    "aisles": _aisles,
    "pages": _pages,
}
