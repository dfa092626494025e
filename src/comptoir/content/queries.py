"""Reading the brand's pages: what is live, for whom asks."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from comptoir.catalog import facade as catalog
from comptoir.catalog.contracts import CategoryNode
from comptoir.content import looks, reading, rules
from comptoir.content.contracts import PageLink, PageName, ShownPage, Surroundings
from comptoir.content.models import BrandPage, HomePage, Notice, Picture, Theme
from comptoir.content.models.pages import KINDS
from comptoir.content.pictures import told
from comptoir.content.rules import BAR, SEGMENT
from comptoir.kit import cache
from comptoir.kit.text import LOCALES
from comptoir.offers import facade as offers
from comptoir.offers.contracts import Card
from comptoir.org.contracts import ShopperContext

NAMES = {model._meta.model_name: kind for model, kind in KINDS.items()}
MENU = 8
TELLING, DESCRIBED = frozenset({"hero", "text", "quote", "look", "action"}), 160  # characters


def page(path: str, context: ShopperContext) -> ShownPage | None:
    """The live page at `path` below the language (`""` for the home page, else `guides/linen/`), None without one."""
    home = home_path(context.storefront, context.locale)
    if home is None:
        return None
    found = Page.objects.live().filter(url_path=home + path, locale__language_code=context.locale).specific().first()
    return shown(found, context) if isinstance(found, BrandPage) else None


def pages_for(segment: str) -> list[PageName]:
    """The pages, live or not, of which a block is for this segment, by title."""
    named = re.compile(rf"{SEGMENT}{re.escape(segment)}(?![a-z0-9_-])")
    found = [
        PageName(id=page.pk, title=page.title)
        for model in KINDS
        for page in model._default_manager.annotate(text=Cast("body", TextField())).filter(text__contains=SEGMENT)
        if named.search(page.text)
    ]
    return sorted(found, key=lambda each: each.title)


def shown(found: BrandPage, context: ShopperContext, *, everything: bool = False) -> ShownPage:
    """A page as it is given, live or not: previews show what is not saved yet."""
    read = reading.read(found.body, context, everything=everything)
    cards, by_price = _cards(read, context)
    named = {each for block in read.blocks for each in block.get("pages", ())}
    # A page that is only being written stands nowhere in the tree.
    parts = found.place.strip("/").split("/")[:-1] if found.place else []
    start = found.url_path[: len(found.url_path) - len(found.place)]
    above = [start + "".join(f"{part}/" for part in parts[: n + 1]) for n in range(len(parts))]
    meant = _in_language(named, context.locale) if named else {}
    near = Q(url_path__in=above) | Q(pk__in=meant.values())
    if found.pk and found.place:
        near |= Q(path__startswith=found.path, depth=found.depth + 1)
    links = {each.id: each for each in _links(Page.objects.live().filter(near), context.locale)}
    for block in read.blocks:
        if block["kind"] == "pages":
            ids = dict.fromkeys(meant.get(each, 0) for each in block["pages"])
            block["pages"] = [links[each] for each in ids if each in links]
    paths = [f"/{context.locale}/{each[len(start) :]}" for each in above]
    below = [each for each in links.values() if found.place and _is_below(each, found)]
    own = _link(found, context.locale, told([found.cover] if found.cover else [], context.locale), _twins([found]))
    return ShownPage(
        link=own,
        title_for_engines=found.seo_title or found.title,
        description=found.search_description or found.lead or _first_words(read.blocks),
        blocks=tuple(read.blocks),
        cards=cards,
        above=tuple(each for path in paths for each in links.values() if each.path == path),
        below=tuple(below),
        shared=read.shared,
        orders_by_price=by_price,
        frames=read.frames,
    )


def _in_language(ids: Collection[int], locale: str) -> dict[int, int]:
    """For each chosen page the one that is shown: its live translation in the reader's language, else itself. Whoever
    translates a page leaves the choice as it is."""
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    rows = Page.objects.filter(translation_key__in=keys)
    found = list(rows.values_list("pk", "translation_key", "live", "locale__language_code"))
    here = {key: pk for pk, key, live, language in found if live and language == locale}
    return {pk: here.get(key, pk) for pk, key, _live, _language in found if pk in ids}


def _first_words(blocks: Sequence[Mapping[str, Any]]) -> str:
    """What a page says first, as far as search engines show it, without its marks."""
    said = next((each["text"] for each in blocks if each["kind"] in TELLING and each.get("text")), "")
    return Truncator(" ".join(html.unescape(strip_tags(said)).split())).chars(DESCRIBED)


def _is_below(link: PageLink, found: BrandPage) -> bool:
    start = f"/{found.locale.language_code}/{found.place}"
    return link.path.startswith(start) and link.path != start


def _cards(read: reading.Read, context: ShopperContext) -> tuple[dict[UUID, Card], bool]:
    """Fills in the rows of aisles, and asks once for the offers of all products of the page."""
    cards: dict[UUID, Card] = {}
    by_price = False
    tree = {str(n.id): n for n in catalog.categories(market=context.market.code, now=context.now)} if read.rows else {}
    for place, (category, sort, count) in read.rows.items():
        node = tree.get(category)
        if category and node is None:
            continue  # the aisle is empty, or is no more
        ids = _row(node, sort, count, context, cards)
        by_price = by_price or sort.endswith("price")
        read.blocks[place]["products"] = [str(each) for each in ids]
    wanted = [each for each in read.product_ids() if each not in cards]
    return cards | {card.product_id: card for card in offers.cards(wanted, context)}, by_price


def _row(
    node: CategoryNode | None, sort: str, count: int, context: ShopperContext, cards: dict[UUID, Card]
) -> Sequence[UUID]:
    """The first products of an aisle. By price the list comes with its offers, which are not asked for again."""
    if sort not in ("price", "-price"):
        found = catalog.find(market=context.market.code, now=context.now, category=node, sort=sort, page=1, size=count)
        return list(found.items)
    slug = node.slug.read(context.locale) if node else None
    listed = offers.listing(context, category_slug=slug, sort=sort, size=count).cards.items
    cards |= {card.product_id: card for card in listed}
    return [card.product_id for card in listed]


def surroundings(storefront: str, locale: str) -> Surroundings:
    """Menu, notices and look; kept in memory for a moment, because every page has them."""
    return cache.keep(f"surroundings {storefront} {locale}", lambda: _surroundings(storefront, locale))


def _surroundings(storefront: str, locale: str) -> Surroundings:
    home = home_path(storefront, locale)
    menu = Page.objects.live().in_menu().filter(url_path__startswith=home, depth=3) if home else Page.objects.none()
    theme = Theme.objects.filter(storefront=storefront, live=True).first()
    return Surroundings(
        menu=tuple(_links(menu.order_by("path")[:MENU], locale, bare=True)),
        notices=tuple(reading.notice_told(each, locale) for each in Notice.objects.filter(place=BAR, live=True)[:3]),
        theme=theme.version if theme else "",
    )


def style_sheet(version: str) -> str | None:
    """The style sheet of the theme with this version, None when no storefront looks so."""
    found = {theme.version: theme for theme in Theme.objects.filter(live=True)}.get(version)
    return looks.css(found.look()) if found else None


def pages(storefront: str, locale: str) -> tuple[PageLink, ...]:
    """All live pages in a language, parents first: for sitemaps and other fronts."""
    home = home_path(storefront, locale)
    return tuple(_links(Page.objects.live().filter(url_path__startswith=home), locale)) if home else ()


def pages_named(
    text: str, storefront: str, locale: str, *, limit: int = 4, whole: bool = False
) -> tuple[PageLink, ...]:
    """Live pages in whose title, else title and first sentence, every word begins one, or with `whole` is one; without
    pictures, of at most three seconds ago."""
    home = home_path(storefront, locale)
    if home is None:
        return ()
    rows = Page.objects.live().filter(url_path__startswith=home, depth__gt=2)
    known = cache.keep(f"page names {storefront} {locale}", lambda: tuple(_links(rows, locale, bare=True)))
    worth = [(rules.named(text, each.title, each.lead, whole=whole), -place, each) for place, each in enumerate(known)]
    best = sorted((one for one in worth if one[0]), key=lambda one: one[:2], reverse=True)
    return tuple(each for _worth, _place, each in best[:limit])


def moved(path: str) -> str | None:
    """Where an address that nobody answers at leads: to a page whose slug was changed, wherever staff said, or to the
    same address with its slash."""
    wanted = Redirect.normalise_path(path)
    found = Redirect.objects.filter(old_path=wanted).select_related("redirect_page").first()
    if found is None:
        return None if path.endswith("/") else _with_slash(path)
    if found.redirect_page is None:
        return str(found.redirect_link) or None
    there = found.redirect_page.specific
    return str(there.relative_url(None)) if there.live else None


def _with_slash(path: str) -> str | None:
    _nothing, locale, *rest = [*path.split("/", 2), ""]
    homes = [start for (_storefront, language), start in _homes().items() if language == locale]
    wanted = [f"{start}{rest[0]}/" for start in homes if rest[0]]
    return f"{path}/" if wanted and Page.objects.live().filter(url_path__in=wanted).exists() else None


def home_path(storefront: str, locale: str) -> str | None:
    """Where the tree of a storefront begins in a language, as Wagtail's paths go: `/maison-coste-fr/`."""
    return _homes().get((storefront, locale))


def _homes() -> Mapping[tuple[str, str], str]:
    def read() -> dict[tuple[str, str], str]:
        rows = HomePage.objects.values_list("storefront", "locale__language_code", "url_path")
        return {(storefront, locale): path for storefront, locale, path in rows}

    return cache.keep("home pages", read)


def _links(rows: Any, locale: str, *, bare: bool = False) -> list[PageLink]:
    """Pages as lists name them, in the order of the tree; as many statements for many as for few (by kind of page)."""
    found = [page for page in rows.specific() if isinstance(page, BrandPage)]
    covers = {} if bare else told([page.cover for page in _with_covers(found) if page.cover], locale)
    twins = _twins(found)
    return sorted((_link(page, locale, covers, twins) for page in found), key=_path_of(found))


def _path_of(found: Iterable[BrandPage]) -> Any:
    order = {page.pk: page.path for page in found}
    return lambda link: order[link.id]


def _with_covers(found: list[BrandPage]) -> list[BrandPage]:
    known = Picture.objects.in_bulk([page.cover_id for page in found if page.cover_id])
    for page in found:
        if page.cover_id:
            page.cover = known.get(page.cover_id)
    return found


def _twins(found: Iterable[BrandPage]) -> dict[Any, dict[str, str]]:
    """The addresses of live translations, by translation key and language."""
    keys = [page.translation_key for page in found]
    rows = Page.objects.live().filter(translation_key__in=keys) if keys else Page.objects.none()
    twins: dict[Any, dict[str, str]] = {}
    for key, locale, url_path in rows.values_list("translation_key", "locale__language_code", "url_path"):
        if locale in LOCALES:
            twins.setdefault(key, {})[locale] = f"/{locale}/{url_path.split('/', 2)[2]}"
    return twins


def _link(page: BrandPage, locale: str, covers: Mapping[int, Any], twins: Mapping[Any, dict[str, str]]) -> PageLink:
    own = page.locale.language_code
    path = f"/{own}/{page.place}"
    return PageLink(
        id=page.pk or 0,
        kind=KINDS[type(page)],
        locale=own,
        title=page.title,
        lead=page.lead,
        path=path,
        paths=twins.get(page.translation_key, {}) | {own: path},
        picture=covers.get(page.cover_id) if page.cover_id else None,
        changed_at=page.last_published_at,
    )
