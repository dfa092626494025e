"""What each system calls things: links first, then, where ids are shared, our own external ids."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from comptoir.catalog import facade as catalog
from comptoir.interconnect import rules
from comptoir.interconnect.contracts import Party
from comptoir.interconnect.models import System
from comptoir.kit import sql
from comptoir.orders import facade as orders
from comptoir.org import facade as org

LINKED_TO = """
SELECT external_id, our_id FROM interconnect_link l JOIN interconnect_system s ON s.id = l.system_id
WHERE s.code = %s AND l.kind = %s AND l.external_id = ANY(%s)
"""
LINKS_OF = """
SELECT our_id, external_id FROM interconnect_link l JOIN interconnect_system s ON s.id = l.system_id
WHERE s.code = %s AND l.kind = %s AND l.our_id = ANY(%s)
"""
REMEMBER = """
INSERT INTO interconnect_link (system_id, kind, external_id, our_id)
SELECT s.id, %s, told.external_id, told.our_id
FROM interconnect_system s, unnest(%s::text[], %s::uuid[]) AS told(external_id, our_id)
WHERE s.code = %s
ON CONFLICT DO NOTHING
"""


def system_of(actor: str) -> str:
    """The code of the system that a key belongs to (`key:<prefix>`), else empty."""
    prefix = actor.partition(":")[2]
    found = System.objects.filter(keys__contains=[prefix]).values_list("code", flat=True).first()
    return found or ""


def resolve(kind: str, ids: Collection[str], party: Party) -> dict[str, UUID]:
    """Ours for what `party` calls its things, by product, variant, place, order or customer; unknown ones left out."""
    found: dict[str, UUID] = {}
    if party.system:
        found = dict(sql.rows(LINKED_TO, [party.system, kind, list(ids)]))
    missing = [one for one in ids if one not in found]
    if not missing or not shares_ids(party):
        return found
    match kind:
        case "product":
            known = catalog.products_called(missing)
        case "variant":
            known = catalog.variants_called(missing)
        case "place":
            known = {place.code: place.id for place in org.places() if place.code in missing}
        case "order":
            known = orders.numbered(missing)
        case _:
            known = {one: UUID(one) for one in missing if _is_uuid(one)}
    return known | found


def shares_ids(party: Party) -> bool:
    """Whether ids that are not linked are taken for ours: always for the merchant's own programs."""
    if not party.system:
        return True
    return System.objects.filter(code=party.system, shares_ids=True).exists()


def own_id(external_id: str, party: Party) -> str:
    """The external id that something new of a system gets here."""
    return external_id if shares_ids(party) else f"{party.system}:{external_id}"[:100]


def remember(kind: str, named: dict[str, UUID], party: Party) -> None:
    """Keep how a system calls things, in the caller's transaction; what is linked stays as it is."""
    if party.system and named:
        sql.run(REMEMBER, [kind, list(named), list(named.values()), party.system])


def called(kind: str, ids: Iterable[UUID], party: Party) -> dict[UUID, tuple[str, bool]]:
    """What `party` calls things of ours, and whether that was agreed by a link; else our own name for them."""
    wanted = list(dict.fromkeys(ids))
    linked = dict(sql.rows(LINKS_OF, [party.system, kind, wanted])) if party.system else {}
    missing = [one for one in wanted if one not in linked]
    own: dict[UUID, str] = {}
    match kind:
        case "product":
            own = {key: one.external_id for key, one in catalog.products(missing).items()} if missing else {}
        case "variant":
            own = catalog.names_of_variants(missing) if missing else {}
        case "place":
            own = {place.id: place.code for place in org.places()}
        case "order":
            own = {key: one.number for key, one in orders.briefs(missing).items()} if missing else {}
        case _:
            own = {one: str(one) for one in missing}
    unlinked = {one: (own[one], False) for one in missing if one in own}
    return unlinked | {key: (name, True) for key, name in linked.items()}


def keys_of(kind: str, ids: Collection[str], party: Party) -> dict[str, str]:
    """Our keys by what `party` calls them: a stock's name is `variant@place`."""
    if kind == "stock":
        parts = {one: one.rpartition("@") for one in ids if "@" in one}
        variants = resolve("variant", {variant for variant, _at, _place in parts.values()}, party)
        places = resolve("place", {place for _variant, _at, place in parts.values()}, party)
        return {
            one: f"{variants[variant]}/{places[place]}"
            for one, (variant, _at, place) in parts.items()
            if variant in variants and place in places
        }
    linked = "variant" if kind == "price" else kind
    return {one: str(key) for one, key in resolve(linked, ids, party).items()}


def names_of(kind: str, keys: Collection[str], party: Party) -> dict[str, tuple[str, bool]]:
    """What `party` calls our keys, and whether that is linked."""
    if kind == "stock":
        levels = {key: rules.level_key(key) for key in keys}
        variants = called("variant", (variant for variant, _ in levels.values()), party)
        places = called("place", (place for _, place in levels.values()), party)
        return {
            key: (f"{variants[variant][0]}@{places[place][0]}", variants[variant][1] and places[place][1])
            for key, (variant, place) in levels.items()
            if variant in variants and place in places
        }
    found = called("variant" if kind == "price" else kind, (UUID(key) for key in keys), party)
    return {str(key): name for key, name in found.items()}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
