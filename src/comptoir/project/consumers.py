"""Who listens to the journal: the one list."""

from comptoir.aftersales.handlers import WITHDRAWALS
from comptoir.catalog.handlers import COMPLETENESS
from comptoir.content.handlers import HOMES
from comptoir.downloads.handlers import PAID
from comptoir.forwarding import facade as forwarding
from comptoir.giftcards.handlers import SOLD
from comptoir.interconnect.handlers import WATCH
from comptoir.invoicing.handlers import FORMS, ISSUE
from comptoir.journal import facade as journal
from comptoir.journal.contracts import Consumer
from comptoir.journal.webhooks.handlers import WEBHOOKS
from comptoir.orders.handlers import MAIL
from comptoir.orders.inviting import INVITING
from comptoir.orders.reviewing import REVIEWING
from comptoir.orders.sales import SALES
from comptoir.profiles import facade as profiles
from comptoir.project.figures import FIGURES
from comptoir.promotions.handlers import USES
from comptoir.reviews.handlers import REVIEWS
from comptoir.wishes.handlers import STOCK

CONSUMERS: tuple[Consumer, ...] = journal.checked(
    MAIL, SALES, WEBHOOKS, WATCH, FIGURES, ISSUE, FORMS, WITHDRAWALS, HOMES, REVIEWING, INVITING, REVIEWS, STOCK,
    COMPLETENESS, SOLD, PAID, USES, profiles.BEHAVIOUR, profiles.SERVICE, forwarding.FORWARD,
)  # fmt: skip
