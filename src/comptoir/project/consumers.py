"""Who listens to the journal: the one list."""

from comptoir.invoicing.handlers import FORMS, ISSUE
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer
from comptoir.orders.handlers import MAIL
from comptoir.orders.sales import SALES

CONSUMERS: tuple[Consumer, ...] = journal.checked(MAIL, SALES, ISSUE, FORMS)
