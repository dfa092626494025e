"""The rooms' tables for Wagtail's lists, which page, order and filter rows. Read only, from Django's registry:
whatever is decided or changed goes through a room's door."""

from __future__ import annotations

from typing import Any

from django.apps import apps

Order = apps.get_model("orders", "Order")
Withdrawal = apps.get_model("aftersales", "Withdrawal")
Erasure = apps.get_model("privacy", "Erasure")
StockRequest = apps.get_model("wishes", "StockRequest")
Document = apps.get_model("invoicing", "Document")
Location = apps.get_model("org", "Location")
LegalEntity = apps.get_model("org", "LegalEntity")
TermsVersion = apps.get_model("orders", "TermsVersion")
PaymentRequest = apps.get_model("payments", "PaymentRequest")
Dispute = apps.get_model("payments", "Dispute")
StoredValue = apps.get_model("payments", "StoredValue")
DayBook = apps.get_model("ledger", "DayBook")
Promise = apps.get_model("promises", "Promise")
Product = apps.get_model("catalog", "Product")
Variant = apps.get_model("catalog", "Variant")
Publication = apps.get_model("catalog", "Publication")
Completeness = apps.get_model("catalog", "Completeness")
Category = apps.get_model("catalog", "Category")
Brand = apps.get_model("catalog", "Brand")
ListPrice = apps.get_model("pricing", "ListPrice")
StockLevel = apps.get_model("inventory", "StockLevel")
Movement = apps.get_model("inventory", "Movement")
SaleAhead = apps.get_model("inventory", "SaleAhead")
Incoming = apps.get_model("inventory", "Incoming")
Transfer = apps.get_model("inventory", "Transfer")
Count = apps.get_model("inventory", "Count")
DeadLetter = apps.get_model("journal", "DeadLetter")
WebhookEndpoint = apps.get_model("journal", "WebhookEndpoint")
WebhookDelivery = apps.get_model("journal", "WebhookDelivery")
WebhookAttempt = apps.get_model("journal", "WebhookAttempt")
System = apps.get_model("interconnect", "System")
Owner = apps.get_model("interconnect", "Owner")
Conflict = apps.get_model("interconnect", "Conflict")
Report = apps.get_model("interconnect", "Report")
Review = apps.get_model("reviews", "Review")
ReviewReport = apps.get_model("reviews", "Report")
Question = apps.get_model("reviews", "Question")
Answer = apps.get_model("reviews", "Answer")
Feed = apps.get_model("feeds", "Feed")
Synonyms = apps.get_model("search", "Synonyms")
Redirect = apps.get_model("search", "Redirect")
SizeTable = apps.get_model("catalog", "SizeTable")
FacetRule = apps.get_model("search", "FacetRule")
AskedQuery = apps.get_model("search", "AskedQuery")
Segment = apps.get_model("segments", "Segment")
IncomingEvent = apps.get_model("treasury", "IncomingEvent")
BankStatement = apps.get_model("treasury", "BankStatement")
BankEntry = apps.get_model("treasury", "BankEntry")
Reconciliation = apps.get_model("treasury", "Reconciliation")
Difference = apps.get_model("treasury", "Difference")
BankAccount = apps.get_model("payments", "BankAccount")
ApiKey = apps.get_model("org", "ApiKey")
JournalEvent = apps.get_model("journal", "JournalEvent")
Source = apps.get_model("sources", "Source")
Verdict = apps.get_model("collector", "Verdict")
Factor = apps.get_model("accounts", "Factor")
Person = apps.get_model("profiles", "Person")
Identifier = apps.get_model("profiles", "Identifier")
Session = apps.get_model("accounts", "Session")
ImportRun = apps.get_model("imports", "ImportRun")
Account: Any = apps.get_model("org", "Account")


def staff_names(actors: set[str]) -> dict[str, str]:
    """The names of the staff among `actors` (`staff:<id>`), by actor; one query. Shoppers have none here."""
    ids = {actor.partition(":")[2]: actor for actor in actors if actor.startswith("staff:")}
    found = Account.objects.filter(pk__in=ids, is_staff=True).only("name", "email") if ids else ()
    return {ids[str(account.pk)]: account.get_full_name() for account in found}
Foreseen = apps.get_model("insights", "Foreseen")
