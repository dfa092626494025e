"""The door of recognition."""

from comptoir.recognition.queries import recognise

__all__ = ["recognise"]
