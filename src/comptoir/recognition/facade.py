"""The door of recognition."""

from comptoir.recognition.commands.know_account import know_account
from comptoir.recognition.queries import recognise

__all__ = ["know_account", "recognise"]
