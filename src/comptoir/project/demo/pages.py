"""The house's pages: written in French, then translated in the editor's own way, so that both stand side by side."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.content import facade as content
from comptoir.content.models import BrandPage, HomePage, Notice, Picture
from comptoir.content.models.pages import KINDS
from comptoir.kit.text import slugify
from comptoir.project import founding
from comptoir.project.demo import aisles
from comptoir.project.demo.gallery import GALLERY
from comptoir.project.demo.goods import FOLDER

MODELS = {kind: model for model, kind in KINDS.items()}
COVERS = {
    "entretenir-gres": "petit-dejeuner", "choisir-plaid": "laine", "mesurer-pied": "souliers", "nourrir-cuir": "cuir",
}  # fmt: skip
TEXTS = ("title", "text", "who", "caption")
Told = Mapping[str, Any]


@dataclass
class Desk:
    """What has to be known while pages are written; `english` says what a French text is in English."""

    products: Mapping[str, UUID]
    aisles: Mapping[str, CategoryNode]
    pictures: Mapping[str, Picture]
    pages: dict[str, BrandPage] = field(default_factory=dict)
    english: dict[str, str] = field(default_factory=dict)

    def say(self, pair: list[str]) -> str:
        """The French of a pair; its English is kept for the translation."""
        if not pair:
            return ""
        self.english[pair[0]] = pair[1]
        return pair[0]

    def html(self, paragraphs: list[list[str]]) -> str:
        return "".join(f"<p>{escape(self.say(pair), quote=False)}</p>" for pair in paragraphs)


def write(now: datetime) -> None:
    """Home, story, look-book, campaign, guides, help, and a notice above them; each once, in both languages."""
    content.open_home(founding.STOREFRONT)
    home = HomePage.objects.get(storefront=founding.STOREFRONT, locale__language_code="fr")
    if home.body:
        return  # written before: the staff's from then on
    told = tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))
    desk = _desk(now)
    guides = [_guide(one) for one in tomllib.loads((FOLDER / "brand.toml").read_text("utf-8"))["guide"]]
    first, *others = told["page"]
    for page in (first, *guides, *others):
        with transaction.atomic():
            _write(page, home, desk)
    _announce(told["menu"])


def _desk(now: datetime) -> Desk:
    return Desk(
        products=catalog.products_called([code for page in _named() for code in page]),
        aisles=aisles.nodes(now),
        pictures={name: _picture(name) for name in GALLERY},
    )


def _named() -> list[list[str]]:
    pages = tomllib.loads((FOLDER / "pages.toml").read_text("utf-8"))["page"]
    guides = tomllib.loads((FOLDER / "brand.toml").read_text("utf-8"))["guide"]
    return [block.get("products", []) for page in pages for block in page.get("block", ())] + [
        one["pieces"] for one in guides
    ]


def _picture(name: str) -> Picture:
    draw, title, alt = GALLERY[name]
    found = Picture.objects.filter(title=title).first()
    if found is None:
        found = Picture(title=title, alt=alt, file=ContentFile(draw().encode(), name=f"{name}.svg"))
        found.save()
    return found


def _guide(one: Told) -> Told:
    """A guide of `brand.toml` in the form of a page."""
    paragraphs = [list(pair) for pair in zip(one["tfr"], one["ten"], strict=True)]
    first, *rest = paragraphs
    return {
        "code": one["code"], "kind": "guide", "title": [one["fr"], one["en"]], "below": "guides",
        "slug": [slugify(one["fr"]), slugify(one["en"])],
        "lead": first, "cover": COVERS[one["code"]],
        "block": [
            {"kind": "text", "text": rest},
            {"kind": "products", "title": ["De quoi nous parlons", "What we speak of"], "products": one["pieces"]},
        ],
    }  # fmt: skip


def _write(told: Told, home: HomePage, desk: Desk) -> None:
    if told["kind"] == "home":
        page: BrandPage = HomePage.objects.get(pk=home.pk)  # pages below it are counted in its row
        desk.english[home.slug] = f"{founding.STOREFRONT}-en"
    else:
        page = MODELS[told["kind"]](title=desk.say(told["title"]), locale=home.locale, live=False)
        page.slug = desk.say(told["slug"])
        page.show_in_menus = bool(told.get("menu"))
        page.lead = desk.say(told.get("lead", []))
        page.cover = desk.pictures.get(told.get("cover", ""))
    body: Any = [(block["kind"], _block(block, desk)) for block in told.get("block", ())]
    page.body = body
    if told["kind"] != "home":
        above = desk.pages.get(told.get("below", ""), home)
        Page.objects.get(pk=above.pk).add_child(instance=page)
    page.save_revision().publish()
    desk.pages[told["code"]] = page
    _translate(type(page).objects.get(pk=page.pk), desk)


def _block(told: Told, desk: Desk) -> dict[str, Any]:
    value: dict[str, Any] = {"audience": ""}
    for name in TEXTS:
        if name in told:
            rich = name == "text" and told["text"] and isinstance(told["text"][0], list)
            value[name] = desk.html(told[name]) if rich else desk.say(told[name])
    if "picture" in told:
        value["picture"] = desk.pictures[told["picture"]]
    if "products" in told:
        value["products"] = [str(desk.products[code]) for code in told["products"]]
    if told["kind"] == "category":
        aisle = desk.aisles.get(told["aisle"])
        # A whole aisle of the house, not its first shelf.
        value |= {"category": [str(aisle.id)] if aisle else [], "sort": told["sort"], "count": told["count"]}
    if told["kind"] in ("hero", "action", "look"):
        value["link"] = _link(told.get("link"), desk)
    if told["kind"] == "pages":
        value["pages"] = [desk.pages[code] for code in told["pages"]]
    if "column" in told:
        value["columns"] = [_column(column, desk) for column in told["column"]]
    if "question" in told:
        value["questions"] = [
            {"question": desk.say(one["question"]), "answer": desk.html(one["answer"])} for one in told["question"]
        ]
    return value


def _column(told: Told, desk: Desk) -> dict[str, Any]:
    return {
        "picture": desk.pictures.get(told.get("picture", "")), "title": desk.say(told["title"]),
        "text": desk.html(told["text"]), "link": _link(told.get("link"), desk),
    }  # fmt: skip


def _link(told: Told | None, desk: Desk) -> dict[str, Any]:
    if told is None:
        return {"label": "", "page": None, "category": [], "address": ""}
    aisle = desk.aisles.get(told.get("aisle", ""))
    return {
        "label": desk.say(told["label"]), "page": desk.pages.get(told.get("page", "")),
        "category": [str(aisle.id)] if aisle else [], "address": told.get("address", [""])[0],
    }  # fmt: skip


def _translate(page: BrandPage, desk: Desk) -> None:
    """As a translator would in the editor: each French text has its English one beside it."""
    english = Locale.objects.get(language_code="en")
    if page.get_translation_or_none(english) is None:
        _settle(page.copy_for_translation(english), desk.english[page.slug])
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=english)
    rows = StringSegment.objects.filter(source=source).select_related("string", "context")
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=each.string, locale=english, context=each.context, data=desk.english[each.string.data]
            )
            for each in rows
            if each.string.data in desk.english
        ],
        ignore_conflicts=True,
    )
    translation.save_target(publish=True)


def _settle(twin: Page, slug: str) -> None:
    """Its own address from the first: saved with another one, a redirect would lead from where nobody ever was."""
    above = twin.get_parent().url_path
    Page.objects.filter(pk=twin.pk).update(slug=slug, url_path=f"{above}{slug}/")


def _announce(told: Told) -> None:
    if Notice.objects.exists():
        return
    notice = Notice(
        name="Retrait en boutique", live=False, text_fr=told["bar"][0], text_en=told["bar"][1],
        address_fr=told["bar_address"][0], address_en=told["bar_address"][1],
    )  # fmt: skip
    notice.save()
    notice.save_revision().publish()
