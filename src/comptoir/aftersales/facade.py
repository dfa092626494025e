"""The door of after-sales."""

from comptoir.aftersales.commands.close import close, wait_for_goods
from comptoir.aftersales.commands.declare import declare, require_open
from comptoir.aftersales.commands.find_order import find_order
from comptoir.aftersales.commands.give_rest import give_rest
from comptoir.aftersales.commands.stop_parcels import stop_parcels
from comptoir.aftersales.commands.take_back import take_back
from comptoir.aftersales.links import link, order_of_step, step
from comptoir.aftersales.queries import by_link, claimed, find, get, of_order, right, to_come
from comptoir.aftersales.rules import EVIDENCE, STATES

__all__ = [
    "EVIDENCE",
    "STATES",
    "by_link",
    "claimed",
    "close",
    "declare",
    "find",
    "find_order",
    "get",
    "give_rest",
    "link",
    "of_order",
    "order_of_step",
    "require_open",
    "right",
    "step",
    "stop_parcels",
    "take_back",
    "to_come",
    "wait_for_goods",
]
