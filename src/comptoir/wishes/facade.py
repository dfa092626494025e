"""The door of wishes."""

from comptoir.wishes.commands.answer import answer_waiting, forget_old
from comptoir.wishes.commands.ask import ask_when_back, stop_waiting
from comptoir.wishes.commands.wish import drop_wish, forget, keep_wish, merge_wishes, share_wishes
from comptoir.wishes.queries import demand, of_person, read_shared, request_of, wished, wishes

__all__ = [
    "answer_waiting",
    "ask_when_back",
    "demand",
    "drop_wish",
    "forget",
    "forget_old",
    "keep_wish",
    "merge_wishes",
    "of_person",
    "read_shared",
    "request_of",
    "share_wishes",
    "stop_waiting",
    "wished",
    "wishes",
]
