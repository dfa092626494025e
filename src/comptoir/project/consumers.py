"""Who listens to the journal: the one list."""

from comptoir.journal.contracts import Consumer
from comptoir.orders.handlers import MAIL

CONSUMERS: tuple[Consumer, ...] = (MAIL,)
