"""Hearing that the house changed what another system owns: not undone, but listed as a conflict."""

from __future__ import annotations

from comptoir.interconnect import naming, states
from comptoir.interconnect.commands.conflicts import raise_one
from comptoir.interconnect.contracts import Party
from comptoir.interconnect.models import Owner, Said
from comptoir.journal.contracts import Consumer, Event
from comptoir.journal.vocabulary.catalog import ProductChanged
from comptoir.journal.vocabulary.pricing import PriceChanged
from comptoir.org import facade as org

KIND_OF = {ProductChanged.NAME: "product", PriceChanged.NAME: "price"}


def watch(events: list[Event]) -> None:
    """A conflict for each owned field that now differs from what its owner last said. What comes from the owner's own
    key, and what nobody owns, is left alone."""
    owners = list(Owner.objects.filter(kind__in=set(KIND_OF.values())).select_related("system"))
    if not owners:
        return
    for event in events:
        kind = KIND_OF[event.name]
        for owner in owners:
            if owner.kind == kind and event.origin.actor.partition(":")[2] not in owner.system.keys:
                _look(owner, event)


def _look(owner: Owner, event: Event) -> None:
    market = org.market(event.payload.get("market") or org.storefront(None).market.code)
    party = Party(
        actor=event.origin.actor, storefront="", market=market.code, currency=market.currency, locale=market.locale,
        system=owner.system.code,
    )  # fmt: skip
    said = Said.objects.filter(system=owner.system, kind=owner.kind, our_key=event.subject_id).first()
    state = states.states(owner.kind, [event.subject_id], party).get(event.subject_id)
    if said is None or state is None or owner.field not in said.fields:
        return
    ours, theirs = state[owner.field], said.fields[owner.field]
    if ours != theirs:
        name = naming.names_of(owner.kind, [event.subject_id], party)[event.subject_id][0]
        raise_one(
            owner.system.code, owner.kind, event.subject_id, name, owner.field, ours=ours, theirs=theirs,
            reason="changed_here", actor=event.origin.actor, market=market.code, now=event.recorded_at,
        )  # fmt: skip


WATCH = Consumer(
    name="interconnect.conflicts", words=(ProductChanged, PriceChanged), handle=watch, purpose="service"
)
