"""Legal entities, markets, storefronts, places, accounts and keys."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from comptoir.kit.ids import uuid7
from comptoir.kit.text import LocalisedField


class LegalEntity(models.Model):
    """The company that sells, invoices and owes VAT."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2)
    vat_number = models.CharField(max_length=20, blank=True)
    registration = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    legal_form = models.CharField(max_length=60, blank=True)
    capital_minor = models.BigIntegerField(default=0)
    capital_currency = models.CharField(max_length=3, default="EUR")
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    register_city = models.CharField(max_length=80, blank=True)
    iban = models.CharField(max_length=34, blank=True)
    bic = models.CharField(max_length=11, blank=True)
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    director = models.CharField(max_length=200, blank=True, default="")
    host = models.CharField(max_length=300, blank=True, default="")
    mediator = models.CharField(max_length=300, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class Market(models.Model):
    """Where one price list, one currency and one business day hold."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    currency = models.CharField(max_length=3)
    countries = models.JSONField(default=list)
    locale = models.CharField(max_length=5, default="fr")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Storefront(models.Model):
    """A brand's face towards shoppers, in one market."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    market = models.ForeignKey(Market, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Location(models.Model):
    """A place that holds stock."""

    class Kind(models.TextChoices):
        WAREHOUSE = "warehouse", _("Warehouse")
        SHOP = "shop", _("Shop")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = LocalisedField()
    street = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    city = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2, default="FR")
    timezone = models.CharField(max_length=40, default="Europe/Paris")
    legal_entity = models.ForeignKey(LegalEntity, on_delete=models.PROTECT, related_name="+")
    ships = models.BooleanField(default=True)
    collects = models.BooleanField(default=False)
    opening = models.JSONField(default=dict, help_text=_('ISO weekday to spans: {"1": [["10:00", "19:00"]]}'))
    closed_on = models.JSONField(default=list, help_text=_("ISO dates of exceptional closing"))
    special = models.JSONField(default=dict, help_text=_("ISO dates with hours of their own, as in opening"))
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.name.read("fr")


class AccountManager(BaseUserManager["Account"]):
    """Django's authentication asks for these two names."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=self.normalize_email(email), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Account:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # pictures of Wagtail
    """The one log-in of a person: e-mail is its name; being staff is a role of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AccountManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="account_email_once")]

    def get_full_name(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name or self.email

    @property
    def first_name(self) -> str:
        """What Wagtail's menu says; it falls back on the e-mail."""
        return self.name


class ApiKey(models.Model):
    """A program's key. Only its SHA-256 is kept; `prefix` is shown so that people can tell keys apart."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    channel = models.SlugField(max_length=40)
    storefront = models.ForeignKey(Storefront, on_delete=models.PROTECT, related_name="+")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"
