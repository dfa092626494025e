from comptoir.checkout.commands.befriend import comment, comment_own, join_shared, propose, react
from comptoir.checkout.commands.change_lines import add, set_quantity
from comptoir.checkout.commands.claim import claim
from comptoir.checkout.commands.codes import enter_code, remove_code, try_codes
from comptoir.checkout.commands.decide_proposal import decline_proposal, take_proposal
from comptoir.checkout.commands.express import addresses, express, knows_before
from comptoir.checkout.commands.fill_basket import fill_basket
from comptoir.checkout.commands.forget import forget
from comptoir.checkout.commands.open_basket import open_basket
from comptoir.checkout.commands.order_again import order_again
from comptoir.checkout.commands.place_order import place_order
from comptoir.checkout.commands.prepare import prepare
from comptoir.checkout.commands.save_for_later import carry_saved, forget_saved, put_back, save_for_later
from comptoir.checkout.commands.share import end_sharing, forget_shared, share, take_shared
from comptoir.checkout.friends import sharing, waiting
from comptoir.checkout.own import gathered_by
from comptoir.checkout.queries import count, view
from comptoir.checkout.shared import read_shared, saved
from comptoir.checkout.steps import completed, flush, hesitated, refused, viewed

__all__ = [
    "add",
    "addresses",
    "carry_saved",
    "claim",
    "comment",
    "comment_own",
    "completed",
    "count",
    "decline_proposal",
    "end_sharing",
    "enter_code",
    "express",
    "fill_basket",
    "flush",
    "forget",
    "forget_saved",
    "forget_shared",
    "gathered_by",
    "hesitated",
    "join_shared",
    "knows_before",
    "open_basket",
    "order_again",
    "place_order",
    "prepare",
    "propose",
    "put_back",
    "react",
    "read_shared",
    "refused",
    "remove_code",
    "save_for_later",
    "saved",
    "set_quantity",
    "share",
    "sharing",
    "take_proposal",
    "take_shared",
    "try_codes",
    "view",
    "viewed",
    "waiting",
]
