"""Who sells, where, in which market; and the context in which everything is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from comptoir.journal.contracts import Origin
from comptoir.kit.money import Money
from comptoir.kit.text import Localised


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalIdentity:
    """What the law asks a seller to say of itself. `country` is ISO 3166-1 alpha-2, `capital` may be zero.

    `siren` has 9 digits, `siret` 14 and begins with the SIREN; `register_city` is the town of the commercial
    register (RCS). Numbers hold no spaces. `director` answers for what the shop publishes, `host` keeps its pages
    (LCEN, art. 1-1), `mediator` is whom a consumer may turn to (Code de la consommation, L616-1): each with address.
    """

    name: str
    country: str
    legal_form: str = ""
    capital: Money = Money(0, "EUR")
    siren: str = ""
    siret: str = ""
    vat_number: str = ""
    register_city: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    phone: str = ""
    iban: str = ""
    bic: str = ""
    timezone: str = "Europe/Paris"
    director: str = ""
    host: str = ""
    mediator: str = ""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalEntityInfo(LegalIdentity):
    id: UUID
    code: str


@dataclass(frozen=True, slots=True)
class MarketInfo:
    """A market: one currency, one price list, one business day. `countries` are ISO 3166-1 alpha-2."""

    code: str
    name: str
    currency: str
    countries: tuple[str, ...]
    locale: str
    timezone: str
    legal_entity: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


@dataclass(frozen=True, slots=True)
class StorefrontInfo:
    code: str
    name: str
    market: MarketInfo


@dataclass(frozen=True, slots=True)
class PlaceInfo:
    """A warehouse or a shop. `opening` maps an ISO weekday (1 = Monday) to spans of local time, `special` a day to
    those of that day alone, none when it is closed then."""

    id: UUID
    code: str
    kind: str
    name: Localised
    street: str
    postcode: str
    city: str
    country: str
    timezone: str
    ships: bool
    collects: bool
    opening: dict[int, tuple[tuple[time, time], ...]]
    closed_on: frozenset[date] = frozenset()
    special: Mapping[date, tuple[tuple[time, time], ...]] = field(default_factory=dict)


# Purposes that a person may consent to, one by one.
MEASUREMENT = "measurement"
PERSONALISATION = "personalisation"
MARKETING = "marketing"
PURPOSES = (MEASUREMENT, PERSONALISATION, MARKETING)


@dataclass(frozen=True, slots=True)
class ShopperContext:
    """Everything that a decision may depend on, made once by `recognition` when a request enters.

    `entitlements` are contractual and always valid; `segments` are filled only with consent; `purposes` are those
    that the person consented to, none unless they said so. `visitor` is the id of the device, given with the consent
    to be measured and without it never.
    """

    market: MarketInfo
    storefront: str
    locale: str
    channel: str
    actor: str
    correlation: UUID
    now: datetime
    customer_id: UUID | None = None
    location_id: UUID | None = None
    entitlements: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    visitor: str | None = None
    experiments: dict[str, str] = field(default_factory=dict)

    @property
    def currency(self) -> str:
        return self.market.currency

    @property
    def today(self) -> date:
        """The business day of the market."""
        return self.now.astimezone(self.market.zone).date()

    def origin(self) -> Origin:
        """Where the journal says that an event came from."""
        return Origin(
            actor=self.actor,
            channel=self.channel,
            correlation=self.correlation,
            market=self.market.code,
            legal_entity=self.market.legal_entity,
            storefront=self.storefront,
            person_key=str(self.customer_id) if self.customer_id else None,
            visitor=self.visitor,
        )


@dataclass(frozen=True, slots=True)
class ApiCaller:
    """A key that was recognised: `actor` is `key:<prefix>`, `scopes` what it may do."""

    actor: str
    name: str
    channel: str
    storefront: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ApiKeyInfo:
    """A key as the staff see it; the secret is not kept anywhere."""

    id: UUID
    name: str
    prefix: str
    channel: str
    storefront: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """A person's log-in as other rooms see it. `roles` are the codes of `roles.ROLES`, sorted."""

    id: UUID
    email: str
    name: str
    roles: tuple[str, ...]
    is_staff: bool
    is_active: bool
    has_password: bool
