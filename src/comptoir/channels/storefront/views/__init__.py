"""One view per page: read the input, make the call, show the answer."""

from comptoir.channels.storefront.views.account import account, log_out
from comptoir.channels.storefront.views.account_confirm import account_authenticator, account_confirm
from comptoir.channels.storefront.views.account_enter import account_code, account_link, account_passkey
from comptoir.channels.storefront.views.account_safety import account_change, account_email, account_safety
from comptoir.channels.storefront.views.bank_books import test_bank
from comptoir.channels.storefront.views.basket import basket, basket_add, basket_change, basket_code
from comptoir.channels.storefront.views.brand import brand_page, theme
from comptoir.channels.storefront.views.browse import home, product
from comptoir.channels.storefront.views.challenge import challenge
from comptoir.channels.storefront.views.checkout import checkout_page as checkout
from comptoir.channels.storefront.views.compare import compare
from comptoir.channels.storefront.views.finding import category, search, suggest
from comptoir.channels.storefront.views.invoices import order_company, order_invoice
from comptoir.channels.storefront.views.letters import (
    account_messages,
    messages_stop,
    newsletter,
    newsletter_confirm,
)
from comptoir.channels.storefront.views.machines import (
    favicon,
    icon,
    llms,
    manifest,
    offline_page,
    robots,
    security,
    worker,
)
from comptoir.channels.storefront.views.order import order, order_pay, payment_return
from comptoir.channels.storefront.views.order_change import order_cancel, order_change, order_lines, order_terms
from comptoir.channels.storefront.views.order_file import order_file
from comptoir.channels.storefront.views.order_review import order_review
from comptoir.channels.storefront.views.own_data import (
    erasure,
    erasure_ask,
    erasure_receipt,
    own_data,
    own_data_change,
    own_data_file,
)
from comptoir.channels.storefront.views.plain import front_door, legal, picture
from comptoir.channels.storefront.views.purposes import privacy_control, purposes
from comptoir.channels.storefront.views.reviews import all_reviews as reviews
from comptoir.channels.storefront.views.reviews import questions, review_helpful, review_photo, review_report
from comptoir.channels.storefront.views.set_aside import basket_saved, basket_share, checkout_express, order_again
from comptoir.channels.storefront.views.shops import near, shops
from comptoir.channels.storefront.views.together import (
    basket_friends,
    basket_friends_change,
    shared,
    shared_say,
    shared_take,
)
from comptoir.channels.storefront.views.waiting import wait_for, waiting
from comptoir.channels.storefront.views.wishes import seen, wish_change, wish_list, wish_shared
from comptoir.channels.storefront.views.withdrawal import order_withdrawal, withdrawal, withdrawal_receipt

__all__ = [
    "account",
    "account_authenticator",
    "account_change",
    "account_code",
    "account_confirm",
    "account_email",
    "account_link",
    "account_messages",
    "account_passkey",
    "account_safety",
    "basket",
    "basket_add",
    "basket_change",
    "basket_friends",
    "basket_friends_change",
    "basket_code",
    "basket_saved",
    "basket_share",
    "brand_page",
    "category",
    "challenge",
    "checkout",
    "checkout_express",
    "compare",
    "erasure",
    "erasure_ask",
    "erasure_receipt",
    "favicon",
    "front_door",
    "home",
    "icon",
    "legal",
    "llms",
    "log_out",
    "manifest",
    "messages_stop",
    "near",
    "newsletter",
    "newsletter_confirm",
    "offline_page",
    "order",
    "order_again",
    "order_cancel",
    "order_change",
    "order_company",
    "order_invoice",
    "order_lines",
    "order_pay",
    "order_review",
    "order_file",
    "order_terms",
    "order_withdrawal",
    "own_data",
    "own_data_change",
    "own_data_file",
    "payment_return",
    "picture",
    "privacy_control",
    "product",
    "purposes",
    "questions",
    "review_helpful",
    "review_photo",
    "review_report",
    "reviews",
    "robots",
    "search",
    "security",
    "seen",
    "shared",
    "shared_say",
    "shared_take",
    "shops",
    "suggest",
    "test_bank",
    "theme",
    "wait_for",
    "waiting",
    "wish_change",
    "wish_list",
    "wish_shared",
    "withdrawal",
    "withdrawal_receipt",
    "worker",
]
