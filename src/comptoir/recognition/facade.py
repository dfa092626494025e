"""The door of recognition."""

from comptoir.recognition.commands.choose_purposes import choose_purposes
from comptoir.recognition.commands.know_account import know_account
from comptoir.recognition.queries import recognise

__all__ = ["choose_purposes", "know_account", "recognise"]
