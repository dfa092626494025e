"""People: found by an e-mail, a name or any identifier; each with a page; links undone with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django import forms
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column

from comptoir.channels.backoffice import access, rows
from comptoir.channels.backoffice.commands import ActionView, CommandViewSet
from comptoir.channels.backoffice.lists import (
    CountColumn,
    ListView,
    NamelessColumn,
    PersonalColumn,
    PersonColumn,
    StateColumn,
    WhenColumn,
)
from comptoir.channels.backoffice.screens.customer_page import CustomerPage
from comptoir.channels.backoffice.screens.linking import FindOther, LinkView
from comptoir.consent import facade as consent
from comptoir.customers import facade as customers
from comptoir.customers.contracts import Contact
from comptoir.journal.contracts import Origin
from comptoir.kit.refusals import NotFound
from comptoir.org.contracts import PERSONALISATION
from comptoir.privacy import facade as privacy
from comptoir.profiles import facade as profiles


class CustomerFilters(WagtailFilterSet):
    known = django_filters.ChoiceFilter(
        label=_("Who"), method="by_known", choices=[("yes", _("known")), ("no", _("unknown visitors"))]
    )

    class Meta:
        model = rows.Person
        fields: tuple[str, ...] = ()

    def by_known(self, found: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return found.filter(known=value == "yes")


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Such as: the tablet of the shop, which many people use.")
    )


class CustomersList(ListView):
    @cached_property
    def is_searchable(self) -> bool:
        """What is searched is e-mails and names: whether one is found would tell who may not see them."""
        return access.may(self.request.user, self.screen, "contact")


class CustomersViewSet(CommandViewSet):
    model = rows.Person
    name = "customers"
    screen = "customers"
    noun, nouns = _("person"), _("Customers")
    plural = _("People")
    icon = "user"
    ordering = "-first_at"
    filterset_class = CustomerFilters
    index_view_class = CustomersList

    @cached_property
    def menu_url(self) -> str:
        """Those whose names are known come first to mind; the filter is seen, and taken off by a tap."""
        return f"{reverse('customers:index')}?known=yes"

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_index_view_kwargs(
            columns_of=self.columns,
            rows_of=but_staff,
            enriched=with_contacts,
            searched=named,
            lesson=_("Nobody yet. People appear with their first order, or with the first visit that they allow."),
            **kwargs,
        )

    def columns(self) -> list[Column]:
        return [
            PersonColumn("person", label=_("Person"), accessor=named_or_called, get_url=page),
            NamelessColumn("nameless", label=_("Person"), accessor=called, get_url=page),
            PersonalColumn("email", label=_("E-mail"), accessor="email"),
            StateColumn("known", label=_("Who"), accessor=known),
            CountColumn("identifiers", label=_("Identifiers"), sort_key="identifiers"),
            WhenColumn("first_at", label=_("First met"), sort_key="first_at"),
        ]

    def undo(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        profiles.undo_merge(pk, reason=data["reason"], origin=origin, now=now)

    def restore(self, pk: int, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        profiles.restore_merge(pk, origin=origin, now=now)

    def forget(self, pk: UUID, data: dict[str, Any], origin: Origin, now: datetime) -> None:
        privacy.erase_unknown(pk, origin=origin, now=now)

    def extra_urls(self) -> list[URLPattern]:
        undo = self.act(
            self.undo, page_title=_("Undo a link"), button=_("Undo it"), form_class=WhyForm, serious=True,
            explanation=_(
                "The two identifiers count as one person no longer, whatever is heard later. Profiles, segments and "
                "figures are as if they had never been linked; where another link joins them, they stay one."
            ),
            verb_done=_("The link is undone."),
        )  # fmt: skip
        restore = self.act(
            self.restore, page_title=_("Let a link count again"), button=_("Let it count"),
            explanation=_("The link counts again, as if it had not been undone."),
            verb_done=_("The link counts again."),
        )  # fmt: skip
        return [
            path("<uuid:pk>/", self.page(CustomerPage), name="customer"),
            self.action(
                "forget", self.forget, page_title=_("Erase what was heard"), button=_("Erase it"), serious=True,
                explanation=_(
                    "For somebody who is no customer and asks for it: what their devices and user ids told goes for "
                    "good. Make sure that it is theirs, since nobody can prove it here. Who is a customer asks from "
                    "their account."
                ),
                verb_done=_("It is erased."), subject_of=somebody, back_of=lambda pk: reverse("customers:index"),
            ),
            path("<uuid:pk>/link/", self.page(FindOther), name="link"),
            path(
                "<uuid:pk>/link/<uuid:other>/",
                self.page(
                    LinkView,
                    explanation=_(
                        "No search put these two together. From now on they are one person for profiles, segments and "
                        "figures, as far as each record allows it, and the page of each shows the orders and promises "
                        "of the other too. Log-ins, consents and rights stay those of each record. You can take it "
                        "back at any time, and all is as before."
                    ),
                ),
                name="link_with",
            ),
            path("links/<int:pk>/undo/", undo, name="undo"),
            path("links/<int:pk>/restore/", restore, name="restore"),
        ]

    def act(self, verb: Any, **kwargs: Any) -> Any:
        return self.page(
            ActionView, command=verb, header_icon=self.icon, subject_of=link_named, back_of=person_of_link, **kwargs
        )


def but_staff() -> QuerySet[Any]:
    """Everybody but members of staff who never ordered: coming in to work makes a customer of them as well."""
    staff = rows.Account.objects.filter(is_staff=True).values_list("pk", flat=True)
    records = customers.of_accounts(list(staff))
    bought = set(rows.Order.objects.filter(customer_id__in=records).values_list("customer_id", flat=True).distinct())
    working = [str(each) for each in records if each not in bought]
    known = rows.Identifier.objects.filter(kind="customer")
    people = set(known.filter(value__in=working).values_list("person_id", flat=True))
    # Somebody may be a customer by another record than that of their work.
    others = known.filter(person_id__in=people).exclude(value__in=working).values_list("person_id", flat=True)
    return rows.Person.objects.exclude(pk__in=people - set(others))


def contacts_of(person_ids: Sequence[UUID]) -> dict[UUID, Contact]:
    """Name and address of those who are customers."""
    ids = dict(rows.Identifier.objects.filter(kind="customer", person_id__in=person_ids)
               .values_list("person_id", "value"))  # fmt: skip
    known = customers.people([UUID(each) for each in ids.values()])
    return {person: known[UUID(value)] for person, value in ids.items() if UUID(value) in known}


def with_contacts(found: list[Any]) -> list[Any]:
    contacts = contacts_of([row.pk for row in found])
    for row in found:
        contact = contacts.get(row.pk)
        row.name, row.email = (contact.name, contact.email) if contact else ("", "")
    return found


def named(found: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Whom the text names, or who placed the order of this number; a device or a user id finds only who allows
    personal use of their visits."""
    people = profiles.find_people(text, limit=200)
    meant = profiles.people_of([("visitor", text.strip()), ("user", text.strip())]).values()
    closed = {each for each in meant if not consent.allowed(profiles.subjects_of(each), PERSONALISATION)}
    named = [each.person_id for each in people if each.person_id not in closed]
    return found.filter(pk__in=[*named, *buyer_of(text)])


def buyer_of(number: str) -> list[UUID]:
    buyers = rows.Order.objects.filter(number=number.strip().upper()).values_list("customer_id", flat=True)
    return list(profiles.people_of([("customer", str(each)) for each in buyers]).values())


def named_or_called(row: Any) -> str:
    return row.name or row.email or called(row)


def names_of(person_ids: Sequence[UUID], user: Any) -> list[tuple[UUID, str]]:
    """Each with the name or address that the user may see, else as a customer or a visitor with a number."""
    contacts = contacts_of(person_ids) if access.may(user, "customers", "contact") else {}
    named = {person: contact.name or contact.email for person, contact in contacts.items()}
    known = set(rows.Person.objects.filter(pk__in=person_ids, known=True).values_list("pk", flat=True))
    return [(each, named.get(each) or numbered(each, each in known)) for each in person_ids]


def called(row: Any) -> str:
    return numbered(row.pk, row.known)


def numbered(person_id: UUID, known: bool) -> str:
    return f"{_t('Customer') if known else _t('Visitor')} {str(person_id)[:8]}"


def known(row: Any) -> tuple[str, Any]:
    return ("active", _("known")) if row.known else ("quiet", _("unknown"))


def somebody(pk: UUID) -> str:
    if not profiles.identifiers_of(pk):
        raise NotFound()
    return f"{_t('Visitor')} {str(pk)[:8]}"


def page(row: Any) -> str:
    return reverse("customers:customer", args=(row.pk,))


def link_named(pk: int) -> str:
    if not profiles.person_of_link(pk):
        raise NotFound()
    return _t("Link %(number)s") % {"number": pk}


def person_of_link(pk: int) -> str:
    return reverse("customers:customer", args=(profiles.person_of_link(pk),)) + "#links"
