from comptoir.checkout.commands.change_lines import add, set_quantity
from comptoir.checkout.commands.claim import claim
from comptoir.checkout.commands.open_basket import open_basket
from comptoir.checkout.commands.place_order import place_order
from comptoir.checkout.commands.prepare import prepare
from comptoir.checkout.queries import count, view

__all__ = ["add", "claim", "count", "open_basket", "place_order", "prepare", "set_quantity", "view"]
