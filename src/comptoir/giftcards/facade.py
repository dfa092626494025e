"""The door of gift cards."""

from comptoir.giftcards.commands.give_up import give_back, give_cards, give_up
from comptoir.giftcards.commands.settle_cards import settle_cards
from comptoir.giftcards.queries import cards_of, left_on_cards, spent, subjects_of

__all__ = ["cards_of", "give_back", "give_cards", "give_up", "left_on_cards", "settle_cards", "spent", "subjects_of"]
