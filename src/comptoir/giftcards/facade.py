"""The door of gift cards."""

from comptoir.giftcards.commands.settle_cards import settle_cards
from comptoir.giftcards.queries import cards_of

__all__ = ["cards_of", "settle_cards"]
