"""One person: who they are to us, what they are worth, what happened, what we may do, and why they are one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from comptoir.channels.backoffice import access, rows, told_of
from comptoir.channels.backoffice.screens.order_list import STATE_WORDS
from comptoir.channels.backoffice.screens.order_page import worded
from comptoir.channels.backoffice.screens.pages import ScreenPage
from comptoir.consent import facade as consent
from comptoir.consent.contracts import Channel
from comptoir.customers import facade as customers
from comptoir.duplicates import facade as duplicates
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import MARKETING, MEASUREMENT, PERSONALISATION
from comptoir.profiles import facade as profiles
from comptoir.profiles.contracts import SERVICE, LinkTold, NamedBy, Profile
from comptoir.profiles.errors import NotConsented

PURPOSES = {
    MEASUREMENT: _("Measuring visits"),
    PERSONALISATION: _("Showing what fits this person"),
    MARKETING: _("Writing to them about offers"),
}
CHANNEL_WORDS = {"email": _("By e-mail"), "sms": _("By SMS"), "call": _("By telephone")}
WHY_WORDS = {
    "consented": _("they said yes"),
    "similar_products": _("they ordered, were told, and did not refuse: articles like those alone"),
    "never_asked": _("never asked: no"),
    "not_confirmed": _("asked for, and not confirmed from their letter box: no"),
    "withdrawn": _("they refused"),
}
MEANS_WORDS = {
    "checkout": _("at the checkout"), "footer": _("at the foot of a page"), "account": _("in their account"),
    "link": _("by the link of a letter"), "one_click": _("by one click in their mail program"),
    "stop": _("by answering STOP"), "api": _("by another program"),
}  # fmt: skip
KINDS = {
    "customer": _("customer"),
    "account": _("account"),
    "user": _("user of a source"),
    "email": _("e-mail, as a pseudonym"),
    "phone": _("telephone, as a pseudonym"),
    "visitor": _("device"),
}
REASONS = {
    "two_of": _("Refused: they would be two known people in one"),
    "too_many": _("Refused: more of this kind than one person has"),
    "too_large": _("Refused: more identifiers than one person has"),
    "untrusted": _("Refused: a source says so, and nobody proved it by logging in or ordering"),
}
ORDERS = 10


class CustomerPage(ScreenPage):
    template_name = "backoffice/customer.html"
    header_icon = "user"

    @cached_property
    def profile(self) -> Profile:
        """Everything where the person allows it, else what the contract needs."""
        channel, older = (self.request.GET.get(name, "")[:80] for name in ("channel", "older"))
        try:
            return profiles.read(self.kwargs["pk"], PERSONALISATION, channel=channel, older=older)
        except NotConsented:
            return profiles.read(self.kwargs["pk"], SERVICE, channel=channel, older=older)
        except NotFound as gone:
            raise Http404 from gone

    @cached_property
    def customer_id(self) -> UUID | None:
        return next((UUID(each.value) for each in self.profile.identifiers if each.kind == "customer"), None)

    def get_page_title(self) -> str:
        return name_of(self.customer_id, self.profile.known, self.may_see)

    def actions(self) -> list[tuple[str, Any, str]]:
        if self.customer_id:
            return [("link", _("Link with another record"), "change")] if self.may_see else []
        return [] if self.profile.known else [("forget", _("Erase what was heard"), "change")]

    @property
    def may_see(self) -> bool:
        return access.may(self.request.user, self.screen, "contact")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, profile, locale = self.request.user, self.profile, access.locale()
        sees_sales = access.may(user, "orders", "view")
        narrow = profile.purpose == SERVICE
        links = () if narrow else profiles.links_of(profile.person_id)
        others = duplicates.linked_with(self.customer_id) if self.customer_id else []
        mine = [self.customer_id, *others] if self.customer_id else []
        bought = orders_of(mine) if sees_sales else []
        return super().get_context_data(
            profile=profile,
            narrow=narrow,
            shown_for=PURPOSES.get(profile.purpose, ""),
            contact=self.contact,
            others=[(page_of(each), name_of(each, True, self.may_see)) for each in others],
            look_alikes=look_alikes(self.customer_id),
            traits=told_of.traits(profile.traits, locale),
            identifiers=[(kind_named(each), each) for each in profile.identifiers],
            orders=[(each, worded(each.headline, STATE_WORDS[each.headline])) for each in bought],
            promises=promises_of(bought) if access.may(user, "promises", "view") else None,
            allowed=allowed(profile.person_id),
            channels_of=channels_of(self.customer_id),
            story=told_of.moments(profile.moments, locale),
            channels=profile.channels,
            channel=self.request.GET.get("channel", ""),
            older=self.address(older=profile.older) if profile.older else "",
            newest=self.address() if self.request.GET.get("older") else "",
            links=[shown(each, access.may(user, self.screen, "change")) for each in links],
            names=rows.staff_names({each.revoked_by for each in links}),
            **kwargs,
        )

    @property
    def contact(self) -> Any:
        if not self.customer_id or not self.may_see:
            return None
        return customers.people([self.customer_id]).get(self.customer_id)

    def address(self, **more: str) -> str:
        """This page at another place of its timeline, with the channel that was chosen."""
        chosen = {"channel": self.request.GET.get("channel", "")} | more
        asked = urlencode({name: value for name, value in chosen.items() if value})
        return f"{self.request.path}?{asked}#timeline"


def name_of(customer_id: UUID | None, known: bool, may_see: bool) -> str:
    """Their name where it may be seen; else what they are."""
    person = customers.people([customer_id]).get(customer_id) if customer_id and may_see else None
    if person:
        return person.name or person.email
    return _t("A customer") if known else _t("An unknown visitor")


def customer_of(person_id: UUID) -> UUID | None:
    found = profiles.identifiers_of(person_id)
    return next((UUID(each.value) for each in found if each.kind == "customer"), None)


def page_of(customer_id: UUID) -> str:
    """The page of a customer; empty while nothing of them was heard."""
    person_id = profiles.person_of("customer", str(customer_id))
    return reverse("customers:customer", args=(person_id,)) if person_id else ""


def look_alikes(customer_id: UUID | None) -> list[UUID]:
    """Pairs with this record that are to be decided."""
    found = duplicates.duplicates_of(customer_id) if customer_id else []
    return [each.id for each in found if each.state == "open"]


def orders_of(customer_ids: list[UUID]) -> list[Any]:
    return list(rows.Order.objects.filter(customer_id__in=customer_ids).order_by("-placed_at")[:ORDERS])


def promises_of(bought: list[Any]) -> list[Any]:
    """What they were told and is still open, with the number of its order, the next first."""
    numbers = {each.pk: each.number for each in bought}
    found = rows.Promise.objects.filter(subject_kind="order", subject_id__in=numbers, state="made")
    return [(each, numbers[each.subject_id]) for each in found.order_by("due")]


def allowed(person_id: UUID) -> list[dict[str, Any]]:
    """Each purpose with the latest answer of this person; one that was never asked for is no."""
    answers = consent.standing(profiles.subjects_of(person_id))
    return [
        {"name": name, "granted": bool(answer and answer.granted), "answer": answer}
        for purpose, name in PURPOSES.items()
        for answer in [answers.get(purpose)]
    ]


def channels_of(customer_id: UUID | None) -> list[dict[str, Any]]:
    """By which channels we may write, and why: consent, an order with the box left open, or neither."""
    person = customers.people([customer_id]).get(customer_id) if customer_id else None
    if person is None:
        return []
    return [
        {"name": CHANNEL_WORDS[each.channel], "tone": tone_of(each), "why": WHY_WORDS[each.why], "proof": each.proof,
         "means": MEANS_WORDS.get(each.proof.means, each.proof.means) if each.proof else ""}
        for each in consent.standing_of(person.email, person.phone)
    ]  # fmt: skip


def tone_of(each: Channel) -> str:
    return "good" if each.allowed else "bad" if each.why == "withdrawn" else "quiet"


def kind_named(each: NamedBy) -> Any:
    return KINDS.get(each.kind, each.kind)


def shown(link: LinkTold, may_change: bool) -> dict[str, Any]:
    """A link with its state in words, and where it is undone or restored."""
    state = {
        "joined": worded("matched", _("one person")),
        "refused": worded("refused", REASONS.get(link.reason.partition(":")[0], link.reason)),
        "revoked": worded("revoked", _("undone by staff")),
    }[link.state]
    page = {"joined": "undo", "revoked": "restore"}.get(link.state)
    return {
        "info": link,
        "a": kind_named(link.a),
        "b": kind_named(link.b),
        "state": state,
        "word": told_of.word_named(link.word),
        "page": reverse(f"customers:{page}", args=(link.id,)) if page and may_change else "",
        "label": _("Undo") if page == "undo" else _("Let it count again"),
    }
