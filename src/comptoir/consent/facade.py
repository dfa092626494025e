"""The door of consent."""

from comptoir.consent.queries import allowed, standing

__all__ = ["allowed", "standing"]
